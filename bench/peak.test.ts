import { expect, it } from 'vitest';
import { delayBefore } from './come-back';
import { peakOf } from './peak';

it('finds the fullest second, wherever it begins, and in whatever order events were recorded', () => {
  expect(peakOf([])).toBe(0);
  expect(peakOf([0, 2_000, 900, 1_100, 1_899, 5_000])).toBe(3);
  expect(peakOf([0, 1_000])).toBe(1);
});

it('waits as long as a Socket.IO client does', () => {
  const reconnection = { delayMs: 300, delayMaxMs: 3_000, jitter: 0.5 };
  for (let draw = 0; draw < 100; draw += 1) {
    const [first, third, last] = [0, 2, 9].map((attempt) => delayBefore(attempt, reconnection));
    expect(first).toBeGreaterThanOrEqual(150);
    expect(first).toBeLessThanOrEqual(450);
    expect(third).toBeGreaterThanOrEqual(600);
    expect(third).toBeLessThanOrEqual(1_800);
    expect(last).toBe(3_000);
  }
});
