import { type FullAt, takeFrom } from '../bucket';
import type { RateLimits } from './rate-limits';

/** Full buckets are forgotten whenever so many have come since the last time: an attacker has many addresses. */
const SWEEP_AFTER = 10_000;

/** The limits of one node, for as long as it lives. rate-limiter-flexible counts in fixed windows in memory. */
export function createMemoryRateLimits(now: () => number = Date.now): RateLimits {
  const buckets = new Map<string, FullAt>();
  let sweepAt = SWEEP_AFTER;

  const sweep = () => {
    for (const [who, fullAt] of buckets) if (fullAt <= now()) buckets.delete(who);
    sweepAt = buckets.size + SWEEP_AFTER;
  };

  return {
    take: async (who, rate) => {
      const { fullAt, waitMs } = takeFrom(buckets.get(who) ?? 0, now(), rate);
      if (waitMs === 0) buckets.set(who, fullAt);
      if (buckets.size > sweepAt) sweep();
      return waitMs;
    },
  };
}
