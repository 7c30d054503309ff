import { z } from 'zod';
import type { ReadMark } from '@/lib/chat/unread';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import { MARKED_ROOMS_MAX, MARKS_KEEP_MS, type ReadMarks } from './read-marks';

/** All marks of a member are in one key, so that one command reads them. */
const keyOf = (memberId: string) => `concord:{member:${memberId}}:marks`;

const markSchema = z
  .tuple([z.coerce.number(), z.coerce.number()], z.unknown())
  .transform(([epoch, number]): ReadMark => ({ epoch, number }));

/** The read marks in Redis, for any number of nodes. */
export function createRedisReadMarks(asking: Asking): ReadMarks {
  const raise = defineScript(['marks-raise'], import.meta.url);
  return {
    raise: async (memberId, room, { epoch, number }) => {
      const args = [room, epoch, number, MARKED_ROOMS_MAX, MARKS_KEEP_MS];
      return markSchema.parse(await asking.ask((redis) => raise(redis, [keyOf(memberId)], args)));
    },
    all: async (memberId) => {
      const stored = await asking.ask((redis) => redis.hgetall(keyOf(memberId)));
      return new Map(Object.entries(stored).map(([room, mark]) => [room, markSchema.parse(mark.split(' '))]));
    },
  };
}
