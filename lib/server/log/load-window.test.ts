import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BEAT_MS, LoadWindow } from './load-window';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The window of a node that started at some moment, and has this much to do. */
function windowUnder(perSecond: number, afterBeatMs: number): LoadWindow {
  let now = 0;
  const load = new LoadWindow({ lightPerSecond: 100, heavyPerSecond: 200, afterBeatMs, now: () => now });
  for (; now < 5_000; now += 10) load.add(perSecond / 100);
  return load;
}

const moment = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
const phase = fc.integer({ min: 0, max: BEAT_MS - 1 });

it('[D5] [L18] with much to do, whatever comes waits for a beat, which is the same for all nodes', () => {
  fc.assert(
    fc.property(moment, phase, (at, afterBeatMs) => {
      vi.setSystemTime(at);
      const waitMs = windowUnder(1_000, afterBeatMs).ms;
      expect((at + waitMs - afterBeatMs) % BEAT_MS).toBe(0);
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(BEAT_MS + 2);
    }),
  );
});

it('[D5] a timer that fired a little early does not wait for its beat again', () => {
  const load = windowUnder(1_000, 15);
  for (const earlyMs of [0, 1]) {
    vi.setSystemTime(1_800_000_000_015 - earlyMs);
    expect(load.ms).toBe(BEAT_MS + earlyMs);
  }
});

it('[D5] with less to do, nothing waits longer than the load requires, or longer than until the beat', () => {
  const half = windowUnder(150, 0);
  vi.setSystemTime(1_800_000_000_000);
  expect(half.ms).toBeGreaterThan(15);
  expect(half.ms).toBeLessThan(35);
  vi.setSystemTime(1_800_000_000_040);
  expect(half.ms).toBe(10);
  expect(windowUnder(90, 0).ms).toBe(0);
});
