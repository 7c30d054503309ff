import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Position } from '@/lib/chat/entry';
import type { Published } from '@/lib/server/log/room-log';
import type { NodeStores } from './open-node-stores';
import type { StoreCopy } from './redis/keyspace';
import { StoreModel } from './store-model';
import { WiresForTests } from './wires-for-tests';

const ROOM = 'lobby';
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const NODES = ['one', 'two', 'new'] as const;

const isBehind = (one: Position, other: Position) =>
  one.epoch < other.epoch || (one.epoch === other.epoch && one.seq < other.seq);

/** Which entry stands at which place of which epoch, as anybody was ever told. */
class Places {
  /** Entries that were appended to another history than their writer knew. */
  strays = 0;
  readonly #ids = new Map<string, string>();

  noted({ epoch, seq }: Position, id: string): void {
    const place = `${epoch}:${seq}`;
    expect(this.#ids.get(place) ?? id, `what stands at ${place}`).toBe(id);
    this.#ids.set(place, id);
  }
}

const START: Position = { epoch: 0, seq: 0 };

/** A node, as far as it writes: it goes by the newest position that it knows. */
class Writer {
  known = START;
  readonly stores: NodeStores;
  readonly #places: Places;

  constructor(stores: NodeStores, places: Places) {
    this.stores = stores;
    this.#places = places;
    const lapsed = () => void this.look();
    void stores.log.follow(ROOM, { heard: (published) => this.#heard(published), lapsed }).catch(() => {});
  }

  async look(): Promise<void> {
    try {
      const { epoch, seq } = await this.stores.log.top(ROOM, this.known);
      this.#knows({ epoch, seq });
    } catch {} // The next one may.
  }

  /** Resolves to whether it is stored. */
  async append(id: string): Promise<boolean> {
    const { known } = this;
    try {
      const appended = await this.stores.log.append(ROOM, id, `"${id}"`, { known });
      if (appended === null) {
        await this.look();
        return false;
      }
      const isOther = !appended.isRepeat && known.epoch > 0 && appended.position.epoch !== known.epoch;
      this.#places.strays += Number(isOther);
      this.#places.noted(appended.position, id);
      this.#knows(appended.position);
      return true;
    } catch {
      return false;
    }
  }

  #heard({ epoch, from, entries }: Published): void {
    entries.forEach((entry, index) => {
      this.#places.noted({ epoch, seq: from + index }, JSON.parse(entry));
    });
    if (epoch >= this.known.epoch) this.#knows({ epoch, seq: from + entries.length - 1 });
  }

  #knows(position: Position): void {
    if (isBehind(this.known, position)) this.known = position;
  }
}

type Fault = (world: World) => void;

/** Something is said, a fault befalls the store, or so many milliseconds pass. */
type Step = { readonly by: number; readonly id: string } | string | number;

/** Two nodes over one store, and its latest copy. */
class World {
  readonly wires = new WiresForTests();
  readonly model = new StoreModel(this.wires.world);
  readonly places = new Places();
  readonly writers: Writer[] = [];
  copy: StoreCopy = this.model.copy();

  constructor() {
    for (const node of NODES) {
      const stores = this.model.connect(node, { logger: pino({ level: 'silent' }) });
      this.writers.push(new Writer(stores, this.places));
    }
  }

  async take(step: Step): Promise<void> {
    if (typeof step === 'number') await vi.advanceTimersByTimeAsync(step);
    else if (typeof step === 'string') FAULTS[step]?.(this);
    else {
      const writer = this.writers[step.by];
      // The last is one of many that have just started.
      if (writer !== undefined && step.by === NODES.length - 1) writer.known = START;
      void writer?.append(step.id);
    }
    await vi.advanceTimersByTimeAsync(1);
  }

  close(): void {
    for (const { stores } of this.writers) stores.close();
  }

  async calm(): Promise<void> {
    this.model.heal();
    for (const node of NODES) this.wires.release(node);
    await vi.advanceTimersByTimeAsync(20_000);
  }
}

const FAULTS: Readonly<Record<string, Fault>> = {
  flush: ({ model }) => model.flush(),
  'a restart': ({ model }) => model.restart(),
  'a restart without its last write': ({ model }) => model.restart({ lose: 1 }),
  'a restart without much': ({ model }) => model.restart({ lose: 10 }),
  'a failover': ({ model }) => model.failOver({ lose: 5 }),
  'a copy': (world) => {
    world.copy = world.model.copy();
  },
  'the copy again': ({ model, copy }) => model.bringBack(copy),
  'out of memory': ({ model }) => model.refuse('OOM'),
  'read only': ({ model }) => model.refuse('READONLY'),
  'writes again': ({ model }) => model.refuse(undefined),
  pause: ({ model }) => model.pause(),
  resume: ({ model }) => model.resume(),
  stop: ({ model }) => model.stop(),
  start: ({ model }) => model.start(),
  'says nothing': ({ model }) => model.answerNothing(1),
  'publishes nothing': ({ model }) => model.losePublications(1),
  'forgets who listens': ({ model }) => model.forgetSubscriptions(),
  'cuts off who listens': ({ model }) => model.cutSubscribers(),
  'one is cut off': ({ wires }) => wires.hold('one'),
  'one is back': ({ wires }) => wires.release('one'),
  'one connects anew': ({ writers }) => writers[0]?.stores.commands.disconnect(true),
};

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ by: fc.nat(NODES.length - 1), id: fc.constantFrom(...IDS) }) },
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(FAULTS)) },
  { weight: 2, arbitrary: fc.constantFrom(1, 20, 700, 4_000) },
);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

it('[L1] [L2] [E1] whatever befalls the store and the ways to it: no hole, each id once, no place is given twice, and epochs grow', async () => {
  const property = fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
    const world = new World();
    try {
      for (const step of steps) await world.take(step);
      await world.calm();
      await settle(world);
    } finally {
      world.close();
    }
  });
  await fc.assert(property, { numRuns: 100 });
});

/** Everybody says everything again until it is there, and all of it is, once. */
async function settle({ writers, model, places }: World): Promise<void> {
  const newest = Math.max(...writers.map(({ known }) => known.epoch));
  for (const writer of writers) {
    for (const id of IDS) {
      let isStored = false;
      // The first is told where the log is by now.
      for (let tries = 0; tries < 3 && !isStored; tries += 1) {
        void writer.append(id).then((answer) => {
          isStored = answer;
        });
        await vi.advanceTimersByTimeAsync(10);
      }
      expect(isStored, `whether ${id} is stored`).toBe(true);
    }
  }
  const [first] = writers;
  const read = first?.stores.log.after(ROOM, 0, 100);
  await vi.advanceTimersByTimeAsync(10);
  const slice = await read;
  expect([...(slice?.entries ?? [])].sort()).toEqual(IDS.map((id) => `"${id}"`));
  expect(slice).toMatchObject({ from: 1, bottom: 1, top: IDS.length });
  expect(slice?.epoch).toBeGreaterThanOrEqual(newest);
  expect(places.strays).toBe(0);
  expect(model.server.subscriptions.size).toBe(2 * writers.length);
}
