import { EventEmitter } from 'node:events';
import { compileLua } from './lua/lua-script';
import { COMMANDS, type Work } from './model-server';
import type { Reply } from './redis/reply';
import type { StoreGate } from './store-gate';
import type { StoreWorld, Wire } from './wire';

/** As ours to Redis, see connection.redis.ts. */
const CONNECT_TIMEOUT_MS = 3_000;
const RETRY_BASE_MS = 50;
const RETRY_MAX_MS = 1_000;
const RETRY_JITTER_MS = 200;

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

type Argument = string | number | readonly (string | number)[];

/**
 * A node's connection to the store, as ioredis has it, as far as ours use it: it has the same events and statuses, fails what
 * is asked while it is away, connects anew by itself, and forgets its subscriptions with each connection.
 */
export class ModelConnection extends EventEmitter {
  status: 'connecting' | 'ready' | 'close' | 'end' = 'connecting';
  readonly #gate: StoreGate;
  readonly #world: StoreWorld;
  readonly #node: string;
  readonly #purpose: string;
  #wire: Wire | undefined;
  #waiting: Waiting[] = [];
  #tries = 0;

  constructor(gate: StoreGate, world: StoreWorld, node: string, purpose: string) {
    super();
    this.setMaxListeners(0);
    this.#gate = gate;
    this.#world = world;
    this.#node = node;
    this.#purpose = purpose;
    this.#connect();
  }

  /** The answer to what is done at the store, if ever it is. */
  send<T>(work: Work): Promise<T> {
    const wire = this.#wire;
    if (this.status !== 'ready' || wire === undefined) {
      return Promise.reject(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: (reply) => resolve(reply as T), reject });
      this.#gate.ask(wire, work, (reply) => {
        if (this.#wire === wire) this.#answer(reply);
      });
    });
  }

  defineCommand(name: string, { lua, numberOfKeys }: { lua: string; numberOfKeys?: number }): void {
    const script = compileLua(lua);
    define(this, name, (_, args) => {
      const count = numberOfKeys ?? Number(args[0]);
      const from = numberOfKeys === undefined ? 1 : 0;
      const [keys, rest] = [args.slice(from, from + count), args.slice(from + count)];
      return this.send((server) => server.script(script, keys, rest));
    });
  }

  /** @param isAgain whether it connects anew */
  disconnect(isAgain = false): void {
    const wire = this.#wire;
    if (!isAgain) this.status = 'end';
    this.#lose('Connection is closed.');
    wire?.close('node');
  }

  /** Of a cluster there would be several. */
  nodes(): readonly ModelConnection[] {
    return [this];
  }

  #connect(): void {
    if (this.status === 'end') return;
    this.status = 'connecting';
    const wire = this.#world.connect(this.#node, this.#purpose);
    this.#wire = wire;
    const isCurrent = () => this.#wire === wire;
    const opened = () => {
      if (!isCurrent() || this.status !== 'connecting') return;
      this.status = 'ready';
      this.#tries = 0;
      this.emit('connect');
      this.emit('ready');
    };
    const push = (channel: string, message: string) => {
      if (!isCurrent() || this.status !== 'ready') return;
      // Who listens knows one of them.
      this.emit('message', channel, message);
      this.emit('smessage', channel, message);
    };
    wire.ended.node = () => {
      if (isCurrent()) this.#lose('the store closed the connection');
    };
    this.#gate.open(wire, opened, push);
    this.#world.after(CONNECT_TIMEOUT_MS, () => {
      if (!isCurrent() || this.status !== 'connecting') return;
      this.emit('error', Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }));
      this.#lose('connect ETIMEDOUT');
      wire.close('node');
    });
  }

  #lose(reason: string): void {
    if (this.#wire === undefined) return;
    this.#wire = undefined;
    if (this.status !== 'end') this.status = 'close';
    this.emit('close');
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(reason));
    if (this.status === 'end') return;
    const wait = Math.min(RETRY_BASE_MS * 2 ** Math.min(this.#tries, 10), RETRY_MAX_MS);
    this.#tries += 1;
    this.#world.after(wait + this.#world.random() * RETRY_JITTER_MS, () => this.#connect());
  }

  #answer(reply: Reply | Error): void {
    const waiting = this.#waiting.shift();
    if (reply instanceof Error) {
      waiting?.reject(reply);
      // A master that has become a replica refuses to write.
      if (reply.message.includes('READONLY')) this.disconnect(true);
    } else waiting?.resolve(reply);
  }
}

type Run = (connection: ModelConnection, args: readonly string[]) => Promise<unknown>;

function define(target: ModelConnection, name: string, run: Run): void {
  function method(this: ModelConnection, ...args: readonly Argument[]) {
    return run(this, args.flat().map(String));
  }
  Object.defineProperty(target, name, { value: method, configurable: true, writable: true });
}

const isEnding = (verb: string) => verb.includes('un');

/** What ours call of ioredis, for all connections. */
function defineCommands(all: ModelConnection): void {
  for (const name of COMMANDS.keys()) {
    define(all, name.toLowerCase(), (one, args) => one.send((server) => server.command(name, args)));
  }
  define(all, 'hgetall', async (one, args) => {
    const flat = await one.send<string[]>((server) => server.command('HGETALL', args));
    return Object.fromEntries(flat.flatMap((field, at) => (at % 2 === 0 ? [[field, flat[at + 1]]] : [])));
  });
  define(all, 'wait', (one) => one.send((server) => server.wait()));
  for (const verb of ['subscribe', 'ssubscribe', 'unsubscribe', 'sunsubscribe']) {
    define(all, verb, (one, channels) =>
      one.send((_, subscription) => {
        for (const channel of channels) {
          if (isEnding(verb)) subscription.channels.delete(channel);
          else subscription.channels.add(channel);
        }
        return subscription.channels.size;
      }),
    );
  }
}

defineCommands(ModelConnection.prototype);
