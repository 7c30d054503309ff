import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClockForTests } from '@/lib/chat/clock-for-tests';
import { createTurns } from './turns';

function setUp(batchMax = 1) {
  const clock = new ClockForTests();
  const told: { readonly at: number; readonly batch: readonly (readonly [string, number])[] }[] = [];
  let rests = 0;
  const turns = createTurns<string, number>({
    gapMs: 100,
    batchMax,
    after: clock.after,
    tell: (batch) => told.push({ at: clock.now(), batch }),
    rested: () => {
      rests += 1;
    },
  });
  return { clock, told, turns, rests: () => rests };
}

it('the first goes out at once, and what comes in the gap goes out at its end, the latest of each', () => {
  const { clock, told, turns } = setUp(2);
  turns.put('a', 1);
  for (const value of [2, 3]) turns.put('a', value);
  turns.put('b', 1);
  turns.put('c', 1);
  clock.pass(200);
  expect(told).toEqual([
    { at: 0, batch: [['a', 1]] },
    {
      at: 100,
      batch: [
        ['a', 3],
        ['b', 1],
      ],
    },
    { at: 200, batch: [['c', 1]] },
  ]);
});

it('who is put again and again does not push itself or others back', () => {
  const { clock, told, turns } = setUp();
  for (let value = 0; value < 40; value++) {
    for (const key of ['a', 'b']) turns.put(key, value);
    clock.pass(25);
  }
  expect(told.map(({ batch }) => batch[0]?.[0]).join('')).toBe('abababababa');
});

it('what is dropped while it waits is not told, and a rest is told once', () => {
  const { clock, told, turns, rests } = setUp();
  turns.put('a', 1);
  turns.put('b', 1);
  turns.drop('b');
  expect(turns.isResting()).toBe(false);
  clock.pass(1_000);
  expect(told).toHaveLength(1);
  expect(rests()).toBe(1);
  expect(turns.isResting()).toBe(true);
});

const step = fc.oneof(
  fc.record({ put: fc.constantFrom('a', 'b', 'c'), value: fc.nat(9) }),
  fc.record({ pass: fc.integer({ min: 1, max: 250 }) }),
);

it('however it is put, batches keep their distance, no key starves, and the last of each key is told', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { clock, told, turns } = setUp();
      const last = new Map<string, number>();
      for (const now of steps) {
        if ('pass' in now) clock.pass(now.pass);
        else turns.put(now.put, last.set(now.put, now.value).get(now.put) ?? 0);
      }
      clock.pass(300); // Of three keys each has had its turn.
      for (const [index, { at }] of told.entries()) {
        const before = told[index - 1];
        if (before) expect(at - before.at).toBeGreaterThanOrEqual(100);
      }
      expect(new Map(told.flatMap(({ batch }) => batch))).toEqual(last);
      expect(clock.timers).toBeLessThanOrEqual(1);
    }),
  );
});
