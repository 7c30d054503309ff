import { readFileSync } from 'node:fs';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { withDeadline } from '@/lib/server/config/deadline';
import { bucketOf } from '@/lib/server/config/settings/quota';
import type { Rate } from '@/lib/server/config/settings/rate';
import type { Link } from '@/lib/server/databases/redis/asking.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import type { RateLimits } from './rate-limits';
import { createMemoryRateLimits } from './rate-limits.memory';

/** A distant Redis answers sooner, and a frozen one makes nobody wait longer: the node then decides by itself. */
const DEADLINE_MS = 1_000;

/**
 * How many rates are in use at once: owners choose those of slow rooms. What a forgotten one remembered in memory is also in
 * Redis.
 */
const LIMITERS_MAX = 100;

/** Each has a hash tag of its own, as rates do. */
const quotaKey = (who: string) => `concord:quota:{${who}}`;
/** After this many refusals, those in memory are looked up anew: an attacker has many addresses. */
const REFUSED_MAX = 10_000;

const script = readFileSync(new URL('./rate-take.lua', import.meta.url), 'utf8');

/** The limits in Redis, for any number of nodes. Redis's clock decides for all of them. */
export function createRedisRateLimits({ redis, asking }: Link): RateLimits {
  const own = createMemoryRateLimits();
  const limiters = new Limiters(redis);
  const takeQuota = defineScript(['quota-take'], import.meta.url);
  /** How many requests of somebody are under way: no more than the burst could be granted at once. */
  const asked = new Map<string, number>();

  const ask = async (who: string, rate: Rate, count: number): Promise<number> => {
    try {
      return await withDeadline(
        asking.ask(() => limiters.take(who, rate, count)),
        DEADLINE_MS,
      );
    } catch {
      return own.take(who, rate, count);
    }
  };

  return {
    takeBytes: async (who, quota, bytes) => {
      const buckets = quota.map(bucketOf).flatMap(({ burst, everyMs }) => [burst, burst * everyMs]);
      try {
        const answer = asking.ask((commands) => takeQuota(commands, [quotaKey(who)], [bytes, ...buckets]));
        return z.int().parse(await withDeadline(answer, DEADLINE_MS));
      } catch {
        return own.takeBytes(who, quota, bytes);
      }
    },
    refusedFor: (who, rate) => limiters.refusedFor(who, rate),
    take: async (who, rate, count = 1) => {
      const already = asked.get(who) ?? 0;
      if (already >= rate.burst) return rate.everyMs;
      asked.set(who, already + 1);
      try {
        return await ask(who, rate, count);
      } finally {
        const left = (asked.get(who) ?? 1) - 1;
        if (left > 0) asked.set(who, left);
        else asked.delete(who);
      }
    },
  };
}

/** A method that the library's types leave out. */
interface InMemoryBlocks {
  getInMemoryBlockMsBeforeExpire(key: string): number;
}

/** One limiter for each rate in use. */
class Limiters {
  readonly #redis: Link['redis'];
  readonly #limiters = new Map<string, RateLimiterRedis>();
  #refused = 0;

  constructor(redis: Link['redis']) {
    this.#redis = redis;
  }

  /** Returns how many milliseconds they have to wait, 0 if granted. */
  take(who: string, rate: Rate, count: number): Promise<number> {
    return this.#of(rate)
      .consume(`{${who}}`, count)
      .then(
        () => 0,
        (refusal) => this.#refuse(waitOf(refusal)),
      );
  }

  refusedFor(who: string, rate: Rate): number {
    const limiter = this.#of(rate) as RateLimiterRedis & InMemoryBlocks;
    return limiter.getInMemoryBlockMsBeforeExpire(limiter.getKey(`{${who}}`));
  }

  #of({ burst, everyMs }: Rate): RateLimiterRedis {
    const key = `${burst}/${everyMs}`;
    const limiter = this.#limiters.get(key) ?? createLimiter(this.#redis, burst, everyMs);
    this.#limiters.delete(key);
    this.#limiters.set(key, limiter);
    const [oldest = ''] = this.#limiters.keys();
    if (this.#limiters.size > LIMITERS_MAX) this.#limiters.delete(oldest);
    return limiter;
  }

  #refuse(waitMs: number): number {
    this.#refused += 1;
    if (this.#refused < REFUSED_MAX) return waitMs;
    this.#refused = 0;
    for (const limiter of this.#limiters.values()) limiter.deleteInMemoryBlockedAll();
    return waitMs;
  }
}

const createLimiter = (storeClient: Link['redis'], burst: number, everyMs: number) =>
  new RateLimiterRedis({
    storeClient,
    keyPrefix: 'concord:rate',
    // Its own script counts in windows, which cannot express "5, then one a second".
    customIncrTtlLuaScript: script,
    points: burst,
    duration: Math.round(burst * everyMs), // In milliseconds: only our script reads it.
    // A refusal is repeated from memory until the time that it named, so that a flood does not reach Redis.
    inMemoryBlockOnConsumed: burst + 1,
  });

/** The library refuses by throwing an object of its own. */
function waitOf(refusal: unknown): number {
  if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
  throw refusal;
}
