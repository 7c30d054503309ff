import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import type { Avatars } from './avatars';

/** One key per picture, so that Redis expires each by itself. */
const keyOf = (memberId: string) => `concord:{member:${memberId}}:avatar`;

/** The addresses of the pictures, in Redis, for any number of nodes. */
export function createRedisAvatars({ ask }: Asking): Avatars {
  return {
    set: async (memberId, url, keepMs) =>
      void (await ask((redis) => redis.set(keyOf(memberId), url, 'PX', keepMs))),
    remove: async (memberId) => void (await ask((redis) => redis.del(keyOf(memberId)))),
    find: (memberId) => ask((redis) => redis.get(keyOf(memberId))),
  };
}
