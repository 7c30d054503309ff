import { readFileSync } from 'node:fs';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { withDeadline } from '@/lib/server/config/deadline';
import { bucketOf, type Quota } from '@/lib/server/config/quota';
import type { Rate } from '@/lib/server/config/rate';
import type { Link } from '@/lib/server/databases/redis/asking.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import type { RateLimits } from './rate-limits';
import { createMemoryRateLimits } from './rate-limits.memory';

/** A distant Redis answers before, and a frozen one makes nobody wait for longer: what a limit is for then goes on alone. */
const DEADLINE_MS = 1_000;

/** Rates in use at once: owners choose those of slow rooms. What another rate remembered in memory is in Redis, too. */
const LIMITERS_MAX = 100;

/** A hash tag of its own for each, as of a rate. */
const quotaKey = (who: string) => `concord:quota:{${who}}`;
/** After so many refusals those in memory are asked for anew: an attacker has many addresses. */
const REFUSED_MAX = 10_000;

const script = readFileSync(new URL('./rate-take.lua', import.meta.url), 'utf8');

/** The limits in Redis, for any number of nodes. Redis's clock decides for all of them. */
export function createRedisRateLimits({ redis, asking }: Link): RateLimits {
  const own = createMemoryRateLimits();
  const limiters = new Map<string, RateLimiterRedis>();
  /** How many of somebody's are being asked for: no more than the burst could be granted at once. */
  const asked = new Map<string, number>();

  let refused = 0;

  const refuse = (waitMs: number) => {
    refused += 1;
    if (refused < REFUSED_MAX) return waitMs;
    refused = 0;
    for (const limiter of limiters.values()) limiter.deleteInMemoryBlockedAll();
    return waitMs;
  };

  const limiterOf = ({ burst, everyMs }: Rate): RateLimiterRedis => {
    const key = `${burst}/${everyMs}`;
    const limiter = limiters.get(key) ?? createLimiter(redis, burst, everyMs);
    limiters.delete(key);
    limiters.set(key, limiter);
    const [oldest = ''] = limiters.keys();
    if (limiters.size > LIMITERS_MAX) limiters.delete(oldest);
    return limiter;
  };

  const ask = async (who: string, rate: Rate): Promise<number> => {
    try {
      const limiter = limiterOf(rate);
      return await withDeadline(
        asking.ask(() =>
          limiter.consume(`{${who}}`).then(
            () => 0,
            (refusal) => refuse(waitOf(refusal)),
          ),
        ),
        DEADLINE_MS,
      );
    } catch {
      return own.take(who, rate);
    }
  };

  const takeQuota = defineScript(['quota-take'], import.meta.url);

  const askBytes = async (who: string, quota: Quota, bytes: number): Promise<number> => {
    const buckets = quota.map(bucketOf).flatMap(({ burst, everyMs }) => [burst, burst * everyMs]);
    const answer = asking.ask((commands) => takeQuota(commands, [quotaKey(who)], [bytes, ...buckets]));
    return z.int().parse(await withDeadline(answer, DEADLINE_MS));
  };

  return {
    takeBytes: async (who, quota, bytes) => {
      try {
        return await askBytes(who, quota, bytes);
      } catch {
        return own.takeBytes(who, quota, bytes);
      }
    },
    take: async (who, rate) => {
      const already = asked.get(who) ?? 0;
      if (already >= rate.burst) return rate.everyMs;
      asked.set(who, already + 1);
      try {
        return await ask(who, rate);
      } finally {
        const left = (asked.get(who) ?? 1) - 1;
        if (left > 0) asked.set(who, left);
        else asked.delete(who);
      }
    },
  };
}

const createLimiter = (storeClient: Link['redis'], burst: number, everyMs: number) =>
  new RateLimiterRedis({
    storeClient,
    keyPrefix: 'concord:rate',
    // Its own script counts in windows, in which "5, then one a second" cannot be said.
    customIncrTtlLuaScript: script,
    points: burst,
    duration: Math.round(burst * everyMs), // Milliseconds, as only our script reads it.
    // Who was refused is refused from memory until the time that it was told: a flood does not reach Redis.
    inMemoryBlockOnConsumed: burst + 1,
  });

/** It says no by an exception of its own. */
function waitOf(refusal: unknown): number {
  if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
  throw refusal;
}
