import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { createDeliveryLoad } from './delivery-load';
import { EntryBatch } from './entry-batch';
import type { Run } from './recent-entries';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const run = (from: number): Run => ({
  epoch: 1,
  from,
  counted: from - 1,
  entries: [new LoggedEntry(`{"kind":"posted","id":"${from}"}`)],
});
const idsOf = ({ entries }: Run) => entries.map(({ entry }) => Number(entry.id));

function batchWith(windowMs: number) {
  const sent: Run[] = [];
  const batch = new EntryBatch(
    (one) => void sent.push(one),
    () => windowMs,
  );
  return { batch, sent };
}

it('[D5] the first entry goes out at once, and what follows within the window as one frame', () => {
  const { batch, sent } = batchWith(20);
  for (const from of [1, 2, 3]) batch.add(run(from));
  expect(sent.map(idsOf)).toEqual([[1]]);
  vi.advanceTimersByTime(20);
  expect(sent.map(idsOf)).toEqual([[1], [2, 3]]);
  expect(sent[1]).toMatchObject({ epoch: 1, from: 2, counted: 1 });
});

it('[D5] after a window in which nothing came, the next entry goes out at once', () => {
  const { batch, sent } = batchWith(20);
  batch.add(run(1));
  vi.advanceTimersByTime(20);
  batch.add(run(2));
  expect(sent.map(idsOf)).toEqual([[1], [2]]);
});

it('[D5] with little to do, every entry goes out at once', () => {
  const { batch, sent } = batchWith(0);
  for (const from of [1, 2, 3]) batch.add(run(from));
  expect(sent.map(idsOf)).toEqual([[1], [2], [3]]);
});

it('[D5] whatever comes when, each entry is sent once, in order, and at most a window after it came', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const) }),
    fc.record({ kind: fc.constant('flush' as const) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 60 }) }),
  );
  fc.assert(
    fc.property(fc.array(step), fc.integer({ min: 0, max: 50 }), (steps, windowMs) => {
      const late: number[] = [];
      const cameAt: number[] = [];
      const sent: number[] = [];
      const batch = new EntryBatch(
        (one) => {
          for (const id of idsOf(one)) {
            sent.push(id);
            late.push(Date.now() - (cameAt[id - 1] ?? 0));
          }
        },
        () => windowMs,
      );
      for (const one of steps) {
        if (one.kind === 'flush') batch.flush();
        if (one.kind === 'wait') vi.advanceTimersByTime(one.ms);
        if (one.kind !== 'add') continue;
        cameAt.push(Date.now());
        batch.add(run(cameAt.length));
      }
      vi.advanceTimersByTime(windowMs);
      expect(sent).toEqual(cameAt.map((_, index) => index + 1));
      expect(Math.max(0, ...late)).toBeLessThanOrEqual(windowMs);
    }),
  );
});

it('[D5] there is no window while people merely talk; it widens with the number of deliveries, and closes again', () => {
  vi.setSystemTime(1_800_000_000_015);
  let now = 0;
  const load = createDeliveryLoad(() => now);
  const windowAt = (perSecond: number) => {
    for (let second = 0; second < 5; second += 0.01) {
      now += 10;
      load.add(perSecond / 100);
    }
    return load.ms;
  };
  expect(windowAt(400)).toBe(0);
  const [half, full] = [windowAt(2_500), windowAt(60_000)];
  expect(half).toBeGreaterThan(10);
  expect(half).toBeLessThan(40);
  expect(full).toBe(50);
  now += 5_000;
  expect(load.ms).toBe(0);
});
