import { pino } from 'pino';
import { afterAll } from 'vitest';
import type { NodeStores, OpenOptions } from './open-node-stores';
import { StoreModel } from './store-model';
import { directWire, type StoreWorld } from './wire';

/** By the clock of this machine. */
export const REAL_WORLD: StoreWorld = {
  now: Date.now,
  random: Math.random,
  after: (ms, run) => void setTimeout(run, ms).unref(),
  connect: directWire,
};

/** A model of a suite's own, and nodes over it. */
export class ModelForTests {
  readonly model: StoreModel;
  readonly #open: NodeStores[] = [];

  constructor(world: StoreWorld = REAL_WORLD) {
    this.model = new StoreModel(world);
    afterAll(() => {
      for (const stores of this.#open) stores.close();
    });
  }

  /** Stores whose connections are ready. */
  async open(node: string, options: Partial<OpenOptions> = {}): Promise<NodeStores> {
    const stores = this.model.connect(node, { logger: pino({ level: 'silent' }), ...options });
    this.#open.push(stores);
    await new Promise<void>((resolve) => void stores.commands.once('ready', resolve));
    return stores;
  }
}
