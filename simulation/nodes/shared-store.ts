import type { Logger } from 'pino';
import type { Config } from '@/lib/server/config/config';
import type { Stores } from '@/lib/server/stores/stores';
import { Connection } from '@/simulation/network/connection';
import type { Link } from '@/simulation/network/link';
import type { StoreCopy } from '@/simulation/store/redis/keyspace';
import { StoreModel } from '@/simulation/store/store-model';
import type { StoreWorld, Wire } from '@/simulation/store/wire';
import { BEGINNING } from '@/simulation/world/install-time';
import { Machine } from '@/simulation/world/machine';
import type { Scheduler } from '@/simulation/world/scheduler';

const SIGNALS = 'simulation:signals';
const FOLLOW_AGAIN_MS = 1_000;

/** A run of a node, and its ways to the store. */
interface Client {
  readonly machine: Machine;
  readonly link: Link;
  readonly connections: Set<Connection>;
}

/** What a run of a node has of the store. */
export interface NodeStore {
  readonly stores: Stores;
  /** To the other nodes, if it gets there. */
  signal(text: string): void;
}

/** The Redis that all nodes share, on a machine of its own, behind links that are as bad as those of pages. */
export class SharedStore {
  readonly machine: Machine;
  readonly model: StoreModel;
  readonly #scheduler: Scheduler;
  readonly #clients = new Map<string, Client>();
  #copy: StoreCopy | null = null;
  #isPaused = false;
  /** Since when no node can store; `null` where they can, as far as it is the store's. */
  troubleSince: number | null = null;

  constructor(scheduler: Scheduler, seed: string) {
    this.#scheduler = scheduler;
    this.machine = new Machine('redis', seed);
    const world: StoreWorld = {
      now: () => this.now(),
      random: () => scheduler.current.random.next(),
      after: (ms, run) => void scheduler.after(ms, run, { isTimer: true }),
      connect: (node) => this.#connect(node),
    };
    this.model = new StoreModel(world);
  }

  /** By its clock, in milliseconds since 1970. */
  now(): number {
    return BEGINNING + this.#scheduler.now + this.machine.skewMs;
  }

  /** For one run of a node. @param heard what another node signals */
  async open(client: Omit<Client, 'connections'>, options: OpenOptions): Promise<NodeStore> {
    const { id, config, logger, heard } = options;
    this.#clients.set(id, { ...client, connections: new Set() });
    const { historyLimit, historyBytes } = config;
    const opened = this.model.connect(id, { historyLimit, historyBytes, logger });
    const follow = () => {
      opened.subscriber
        .follow(SIGNALS, { heard, lapsed: () => {} })
        .catch(() => void setTimeout(follow, FOLLOW_AGAIN_MS));
    };
    const stores = await opened.watched();
    follow();
    return { stores, signal: (text) => opened.publish(SIGNALS, text) };
  }

  pause(): void {
    this.model.pause();
    this.#isPaused = true;
    this.noteTrouble();
  }

  resume(): void {
    this.#isPaused = false;
    this.model.resume();
    this.noteTrouble();
  }

  /** It is another process, which does not stand still. */
  restarted(): void {
    this.#isPaused = false;
  }

  /** Something was done to it. */
  noteTrouble(): void {
    const { gate, server } = this.model;
    const isInTrouble = this.#isPaused || gate.isAway || server.refusal !== undefined;
    if (!isInTrouble) this.troubleSince = null;
    else this.troubleSince ??= this.#scheduler.now;
  }

  /** Keeps how it is, to come back to. */
  copy(): void {
    this.#copy = this.model.copy();
  }

  bringBack(): void {
    if (this.#copy !== null) this.model.bringBack(this.#copy);
  }

  /** Nothing is the matter with it any more. */
  heal(): void {
    this.model.heal();
    this.#isPaused = false;
    this.noteTrouble();
    this.machine.skewMs = 0;
  }

  /** Its system closes what a node had open that has died. */
  ended(id: string): void {
    for (const connection of this.#clients.get(id)?.connections ?? []) connection.close('page');
    this.#clients.delete(id);
  }

  #connect(id: string): Wire {
    const client = this.#clients.get(id);
    if (client === undefined) throw new Error(`There is no node ${id}.`);
    const { machine, link, connections } = client;
    const connection = new Connection({
      scheduler: this.#scheduler,
      links: [link],
      page: machine,
      node: this.machine,
    });
    connections.add(connection);
    return wireOver(connection, () => connections.delete(connection));
  }
}

export interface OpenOptions {
  readonly id: string;
  readonly config: Config;
  readonly logger: Logger;
  readonly heard: (text: string) => void;
}

/** A node is to the store what a page is to a node. */
function wireOver(connection: Connection, over: () => void): Wire {
  const ended: Wire['ended'] = { node: () => {}, store: () => {} };
  connection.ended.page = () => {
    over();
    ended.node();
  };
  connection.ended.node = () => ended.store();
  return {
    up: (arrive) => connection.up(arrive),
    down: (arrive) => connection.down(arrive),
    close: (end) => {
      if (end === 'node') over();
      connection.close(end === 'node' ? 'page' : 'node');
    },
    ended,
  };
}
