import { expect, it } from 'vitest';
import { describeRateLimits } from './rate-limits.contract';
import { createMemoryRateLimits } from './rate-limits.memory';

describeRateLimits('memory', async () => {
  const limits = createMemoryRateLimits();
  return { limits, otherNode: limits };
});

it('[F1] five in a row, then one a second', async () => {
  let now = 0;
  const limits = createMemoryRateLimits(() => now);
  const rate = { burst: 5, everyMs: 1_000 };
  const passed: number[] = [];
  for (; now <= 4_000; now += 250) {
    while ((await limits.take('ada', rate)) === 0) passed.push(now);
  }
  expect(passed).toEqual([0, 0, 0, 0, 0, 1_000, 2_000, 3_000, 4_000]);
});
