import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULTS, type Fault, FaultyIndexedDb } from '@/lib/client/testing/faulty-indexed-db-for-tests';
import { message, setUpBrowser, stored } from '@/lib/client/testing/outbox-for-tests';
import { createIndexedStore } from './indexed-outbox-store';
import { LenientStore } from './lenient-outbox-store';

/** Longer than all faults of a schedule together, and than the longest wait before the store is tried again. */
const CALM_MS = 5_000;
const CALM_TIMES = 40;

const faults = fc.array(fc.constantFrom(...FAULTS), { maxLength: 25 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ type: 'write' } as const) },
  fc.nat({ max: 8_000 }).map((ms) => ({ type: 'pass', ms }) as const),
);
const steps = fc.array(step, { maxLength: 15 });

/** A browser whose database fails as `schedule` says, one step after another, and then works. */
function setUp(schedule: readonly Fault[]) {
  const left = [...schedule];
  const database = new FaultyIndexedDb(() => left.shift() ?? 'none');
  const parts = setUpBrowser(
    () => stored,
    (tabs, environment) =>
      new LenientStore({
        environment,
        durable: createIndexedStore({ ...environment, factory: () => database.factory(environment.after) }),
        shared: (kept) => tabs.tell({ type: 'kept', message: kept }),
        found: (kept) => tabs.tellHere({ type: 'kept', message: kept }),
      }),
  );
  return { ...parts, database, break: (more: readonly Fault[]) => left.push(...more) };
}

type Parts = ReturnType<typeof setUp>;
type Tab = ReturnType<Parts['openTab']>;

/** Returns what was written. */
async function play(
  taken: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
  { environment }: Parts,
  tabs: readonly Tab[],
) {
  const written: string[] = [];
  for (const one of taken) {
    if (one.type === 'pass') {
      await environment.pass(one.ms);
      continue;
    }
    const { outbox } = tabs[written.length % tabs.length] as Tab;
    written.push(`key-${written.length}`);
    outbox.add(message(written.at(-1) as string));
  }
  return written;
}

/** In steps: each lets resolved promises get only a little further. */
async function calm({ environment }: Parts): Promise<void> {
  for (let part = 0; part < CALM_TIMES; part += 1) await environment.pass(CALM_MS);
}

/** Each key once, in the order of first appearance. */
const distinct = (keys: readonly string[]) => [...new Set(keys)];

describe('a store that goes wrong at any step, in any way', () => {
  it('[S4][S7] a page sends everything exactly once, in order, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(faults, steps, async (schedule, taken) => {
        const parts = setUp(schedule);
        const tab = parts.openTab();
        tab.outbox.open();
        const written = await play(taken, parts, [tab]);
        await calm(parts);
        expect(parts.sent).toEqual(written);
        expect(parts.database.texts()).toEqual([]);
        expect([...tab.shown.keys()]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('[S4] the next page finds what was written while the store was broken once it works, in order, once', async () => {
    await fc.assert(
      fc.asyncProperty(faults, steps, async (schedule, taken) => {
        const parts = setUp(schedule);
        const first = parts.openTab();
        const written = await play(taken, parts, [first]);
        await calm(parts);
        first.close();
        const second = parts.openTab();
        second.outbox.open();
        await calm(parts);
        expect(parts.sent).toEqual(written);
        expect(parts.database.texts()).toEqual([]);
        expect([...second.shown.keys()]).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('[S4] a page shows and sends what an earlier page left, even if it cannot read it for long', async () => {
    await fc.assert(
      fc.asyncProperty(faults, steps, async (schedule, taken) => {
        const parts = setUp([]);
        const first = parts.openTab();
        const left = ['left-1', 'left-2'];
        for (const key of left) first.outbox.add(message(key));
        await parts.environment.pass(1_000);
        first.close();
        parts.break(schedule);
        const second = parts.openTab();
        second.outbox.open();
        const written = await play(taken, parts, [second]);
        await calm(parts);
        expect(parts.sent.filter((key) => left.includes(key))).toEqual(left);
        expect(parts.sent.filter((key) => !left.includes(key))).toEqual(written);
        expect(parts.database.texts()).toEqual([]);
        expect([...second.shown.keys()]).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('[S5] two tabs get everything into the log once, each in its own order', async () => {
    await fc.assert(
      fc.asyncProperty(faults, steps, async (schedule, taken) => {
        const parts = setUp(schedule);
        const tabs = [parts.openTab(), parts.openTab()];
        for (const { outbox } of tabs) outbox.open();
        const written = await play(taken, parts, tabs);
        await calm(parts);
        const log = distinct(parts.sent);
        const of = (keys: readonly string[], tab: number) =>
          keys.filter((key) => Number(key.slice('key-'.length)) % tabs.length === tab);
        for (const tab of tabs.keys()) expect(of(log, tab)).toEqual(of(written, tab));
        expect(parts.database.texts()).toEqual([]);
        for (const { shown } of tabs) expect([...shown.keys()]).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a store that never comes back', () => {
  it.each(FAULTS.filter((fault) => fault !== 'none'))(
    '[S7] %s: a page whose store never works sends everything within ten seconds, and then at once',
    async (fault) => {
      const parts = setUp(Array(10_000).fill(fault));
      const { outbox, settled } = parts.openTab();
      outbox.open();
      outbox.add(message('a'));
      await parts.environment.pass(10_000);
      expect(settled).toEqual(['a stored']);
      outbox.add(message('b'));
      await parts.environment.pass(2_500);
      expect(settled).toEqual(['a stored', 'b stored']);
    },
  );

  it.each(FAULTS.filter((fault) => fault !== 'none'))(
    '[S7] %s: a page whose store breaks midway goes on within five seconds',
    async (fault) => {
      const parts = setUp([]);
      const { outbox, settled } = parts.openTab();
      outbox.open();
      outbox.add(message('a'));
      await parts.environment.pass(1_000);
      parts.break(Array(10_000).fill(fault));
      for (const key of ['b', 'c']) outbox.add(message(key));
      await parts.environment.pass(5_000);
      expect(settled).toEqual(['a stored', 'b stored', 'c stored']);
    },
  );

  it('[S4] a page sends what it has written and shows, even if the browser has emptied the store', async () => {
    const parts = setUp([]);
    const { outbox } = parts.openTab();
    outbox.add(message('a'));
    await parts.environment.pass(1_000);
    parts.database.rows.clear();
    outbox.add(message('b'));
    await parts.environment.pass(1_000);
    outbox.open();
    await parts.environment.pass(1_000);
    expect(parts.sent).toEqual(['a', 'b']);
  });
});
