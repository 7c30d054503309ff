import type { LuaRedis, LuaScript } from './lua/lua-script';
import { LuaTable } from './lua/lua-table';
import type { Command, Ground } from './redis/command';
import { HASH_COMMANDS } from './redis/hash-commands';
import { KEY_COMMANDS } from './redis/key-commands';
import { Keyspace } from './redis/keyspace';
import { fromLua, type Reply, toLua } from './redis/reply';
import { SORTED_COMMANDS } from './redis/sorted-commands';
import type { StoreWorld } from './wire';

/** Why a Redis takes no writes. */
export type Refusal = 'OOM' | 'READONLY' | 'MISCONF' | 'NOREPLICAS';

const WORDS: Readonly<Record<Refusal, string>> = {
  OOM: "OOM command not allowed when used memory > 'maxmemory'.",
  READONLY: "READONLY You can't write against a read only replica.",
  MISCONF:
    'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.',
  NOREPLICAS: 'NOREPLICAS Not enough good replicas to write.',
};

export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({ ...KEY_COMMANDS, ...HASH_COMMANDS, ...SORTED_COMMANDS }),
);

/** Who hears what is published. */
export interface Subscription {
  readonly channels: Set<string>;
  push(channel: string, message: string): void;
}

/** What is done at the store, and what a node is answered. */
export type Work = (server: ModelServer, subscription: Subscription) => Reply;

/** One Redis: does what it is asked at once, a command or script at a time, as Redis does. */
export class ModelServer {
  readonly keys: Keyspace;
  readonly subscriptions = new Set<Subscription>();
  refusal: Refusal | undefined;
  /** How many replicas keep up. */
  replicas = 1;
  /** How many publications are yet to go to nobody. */
  publicationsToLose = 0;
  readonly #world: StoreWorld;
  readonly #ground: Ground;
  #runs = 1;
  #time: number;
  /** Has the step that runs now begun to write? */
  #isWriting = false;

  constructor(world: StoreWorld) {
    this.#world = world;
    this.#time = world.now();
    this.keys = new Keyspace(() => this.#time);
    this.#ground = {
      keys: this.keys,
      now: () => this.#time,
      random: world.random,
      run: () => `run${this.#runs}`,
      publish: (channel, message) => this.#publish(channel, message),
    };
  }

  /** Does one command. @throws Error what it refuses */
  command(name: string, args: readonly string[]): Reply {
    return this.#step(() => this.#do(name, args));
  }

  /** Runs a script. What it wrote before it failed stays, as with Redis. @throws Error */
  script(script: LuaScript, keys: readonly string[], args: readonly string[]): Reply {
    return this.#step(() => fromLua(script(this.#redis, keys, args)));
  }

  /** Whatever it refuses. */
  flush(): void {
    this.#step(() => this.keys.flush());
  }

  /** WAIT, which is answered at once: either they keep up or they do not. */
  wait(): number {
    if (this.replicas > 0) this.keys.journal.replicated();
    return this.replicas;
  }

  /** It is another process from now on, be it on another machine. */
  startAnew(): void {
    this.#runs += 1;
    this.subscriptions.clear();
  }

  /** How much was written since then and may be lost. */
  writesSince(at: number): number {
    return this.keys.journal.countSince(at);
  }

  /** A script sees one time from its beginning to its end. */
  #step<T>(work: () => T): T {
    this.#time = this.#world.now();
    this.#isWriting = false;
    try {
      return work();
    } finally {
      this.keys.journal.endStep(this.#time);
    }
  }

  #do(name: string, args: readonly string[]): Reply {
    const command = COMMANDS.get(name);
    if (command === undefined) throw new Error(`ERR unknown command '${name}'`);
    if (command.writes !== undefined) {
      if (this.refusal !== undefined) this.#refuse(command, this.refusal);
      this.#isWriting = true;
    }
    return command.run(this.#ground, args);
  }

  /** Of memory Redis has enough for who frees some, and for the rest of a script that has begun to write, be it nothing. */
  #refuse({ writes }: Command, refusal: Refusal): void {
    const isAllowed = refusal === 'OOM' && (writes !== 'full' || this.#isWriting);
    if (!isAllowed) throw new Error(WORDS[refusal]);
  }

  #publish(channel: string, message: string): number {
    const listening = [...this.subscriptions].filter(({ channels }) => channels.has(channel));
    if (this.publicationsToLose > 0 && listening.length > 0) {
      this.publicationsToLose -= 1;
      return 0;
    }
    for (const subscription of listening) subscription.push(channel, message);
    return listening.length;
  }

  readonly #redis: LuaRedis = {
    call: (name, ...args) => toLua(this.#do(String(name), args.map(String))),
    pcall: (name, ...args) => {
      try {
        return toLua(this.#do(String(name), args.map(String)));
      } catch (error) {
        return this.#redis.error_reply(error instanceof Error ? error.message : String(error));
      }
    },
    error_reply: (message: string) => {
      const table = new LuaTable();
      table.set('err', message);
      return table;
    },
  };
}
