import { bucketOf } from '@/lib/server/config/settings/quota';
import { type FullAt, takeFrom } from './bucket';
import type { RateLimits } from './rate-limits';

/** Full buckets are forgotten whenever this many new ones have come: an attacker has many addresses. */
const SWEEP_AFTER = 10_000;
/** Beyond this many, the bucket that was used least recently is forgotten: it is full, after so many others. */
export const BUCKETS_MAX = 100_000;

/** The limits of one node, for as long as it lives. In memory, rate-limiter-flexible would count in fixed windows. */
export function createMemoryRateLimits(now: () => number = Date.now): RateLimits & { remembered(): number } {
  const buckets = new Map<string, FullAt>();
  /** One value for each span. */
  const quotas = new Map<string, readonly FullAt[]>();
  let sweepAt = SWEEP_AFTER;

  const sweep = () => {
    if (buckets.size + quotas.size <= sweepAt) return;
    for (const [who, fullAt] of buckets) if (fullAt <= now()) buckets.delete(who);
    for (const [who, all] of quotas) if (Math.max(...all) <= now()) quotas.delete(who);
    sweepAt = buckets.size + quotas.size + SWEEP_AFTER;
  };

  const put = <T>(counted: Map<string, T>, who: string, value: T) => {
    counted.delete(who);
    counted.set(who, value);
    sweep();
    const [oldest = ''] = counted.keys();
    if (counted.size > BUCKETS_MAX) counted.delete(oldest);
  };

  return {
    take: async (who, rate, count) => {
      const { fullAt, waitMs } = takeFrom(buckets.get(who) ?? 0, now(), rate, count);
      put(buckets, who, fullAt);
      return waitMs;
    },
    refusedFor: (who, rate) => takeFrom(buckets.get(who) ?? 0, now(), rate).waitMs,
    takeBytes: async (who, quota, bytes) => {
      const before = quotas.get(who) ?? [];
      const taken = quota.map((span, index) => takeFrom(before[index] ?? 0, now(), bucketOf(span), bytes));
      const waitMs = Math.max(...taken.map((one) => one.waitMs));
      if (waitMs > 0) return waitMs;
      const fullAt = taken.map((one) => one.fullAt);
      put(quotas, who, fullAt);
      return 0;
    },
    remembered: () => Math.max(buckets.size, quotas.size),
  };
}
