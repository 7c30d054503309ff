import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClockForTests } from '@/lib/chat/clock-for-tests';
import { createThrottle } from './throttle';

function setUp(batchMax = 1) {
  const clock = new ClockForTests();
  const told: { readonly at: number; readonly batch: readonly (readonly [string, number])[] }[] = [];
  let rests = 0;
  const throttle = createThrottle<string, number>({
    gapMs: 100,
    batchMax,
    after: clock.after,
    tell: (batch) => told.push({ at: clock.now(), batch }),
    rested: () => {
      rests += 1;
    },
  });
  return { clock, told, throttle, rests: () => rests };
}

it('the first value goes out at once; those that come in the gap go out at its end, the latest of each key', () => {
  const { clock, told, throttle } = setUp(2);
  throttle.put('a', 1);
  for (const value of [2, 3]) throttle.put('a', value);
  throttle.put('b', 1);
  throttle.put('c', 1);
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

it('a key that is put again and again delays neither itself nor others', () => {
  const { clock, told, throttle } = setUp();
  for (let value = 0; value < 40; value++) {
    for (const key of ['a', 'b']) throttle.put(key, value);
    clock.pass(25);
  }
  expect(told.map(({ batch }) => batch[0]?.[0]).join('')).toBe('abababababa');
});

it('a value that is dropped while it waits is not sent, and a rest is reported once', () => {
  const { clock, told, throttle, rests } = setUp();
  throttle.put('a', 1);
  throttle.put('b', 1);
  throttle.drop('b');
  expect(throttle.isResting()).toBe(false);
  clock.pass(1_000);
  expect(told).toHaveLength(1);
  expect(rests()).toBe(1);
  expect(throttle.isResting()).toBe(true);
});

const step = fc.oneof(
  fc.record({ put: fc.constantFrom('a', 'b', 'c'), value: fc.nat(9) }),
  fc.record({ pass: fc.integer({ min: 1, max: 250 }) }),
);

it('however values are put, batches keep their distance, no key starves, and the last value of each key is sent', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { clock, told, throttle } = setUp();
      const last = new Map<string, number>();
      for (const now of steps) {
        if ('pass' in now) clock.pass(now.pass);
        else throttle.put(now.put, last.set(now.put, now.value).get(now.put) ?? 0);
      }
      clock.pass(300); // Each of three keys has been told once.
      for (const [index, { at }] of told.entries()) {
        const before = told[index - 1];
        if (before) expect(at - before.at).toBeGreaterThanOrEqual(100);
      }
      expect(new Map(told.flatMap(({ batch }) => batch))).toEqual(last);
      expect(clock.timers).toBeLessThanOrEqual(1);
    }),
  );
});
