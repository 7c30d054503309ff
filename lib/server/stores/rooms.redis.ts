import { z } from 'zod';
import { ChatError } from '@/lib/chat/errors';
import type { Asking } from '../asking.redis';
import { defineScript } from '../script.redis';
import { FOLLOWED_ROOMS_MAX, OPEN_ROOMS_MAX, type RoomRecord, type Rooms } from './rooms';

/** Hash: id of an open room -> its record, once more, so that all are read at once. */
const OPEN_ROOMS = 'concord:rooms';

const aboutKey = (id: string) => `concord:{${id}}:about`;
const admittedKey = (id: string) => `concord:{${id}}:admitted`;
const followedKey = (memberId: string) => `concord:member:{${memberId}}:rooms`;

/** Only nodes write records, each checked before. */
const parse = (record: string): RoomRecord => JSON.parse(record) as RoomRecord;

/** The rooms in Redis, for any number of nodes. */
export function createRedisRooms({ ask }: Asking): Rooms {
  const put = defineScript(['record-put'], import.meta.url);
  const list = defineScript(['rooms-list'], import.meta.url);

  /** The record that is there now. An open room is listed after it is there: who is told of it can enter it. */
  async function store(room: RoomRecord, isRestored = false): Promise<string> {
    const args = [room.revision - 1, JSON.stringify(room), isRestored ? '1' : ''];
    const stored = z.string().parse(await ask((redis) => put(redis, [aboutKey(room.id)], args)));
    if (room.kind === 'open') {
      const listing = [room.id, parse(stored).revision, stored];
      await ask((redis) => list(redis, [OPEN_ROOMS], listing));
    }
    return stored;
  }

  return {
    make: async (room) => {
      if (room.kind === 'open' && (await ask((redis) => redis.hlen(OPEN_ROOMS))) >= OPEN_ROOMS_MAX) {
        throw new ChatError('rooms_too_many');
      }
      return parse(await store(room));
    },
    replace: async (room) => (await store(room)) === JSON.stringify(room),
    restore: async (room) => parse(await store(room, true)),
    find: async (id) => {
      const record = await ask((redis) => redis.hget(aboutKey(id), 'record'));
      return record === null ? undefined : parse(record);
    },
    listOpen: async () => (await ask((redis) => redis.hvals(OPEN_ROOMS))).map(parse),
    admit: async (id, memberId) => void (await ask((redis) => redis.sadd(admittedKey(id), memberId))),
    expel: async (id, memberId) => void (await ask((redis) => redis.srem(admittedKey(id), memberId))),
    isAdmitted: async (id, memberId) =>
      (await ask((redis) => redis.sismember(admittedKey(id), memberId))) === 1,
    follow: async (memberId, id) => {
      const key = followedKey(memberId);
      const isNew = (await ask((redis) => redis.sadd(key, id))) === 1;
      if (isNew && (await ask((redis) => redis.scard(key))) > FOLLOWED_ROOMS_MAX) {
        await ask((redis) => redis.srem(key, id));
        throw new ChatError('rooms_too_many');
      }
      return isNew;
    },
    unfollow: async (memberId, id) => void (await ask((redis) => redis.srem(followedKey(memberId), id))),
    listFollowed: (memberId) => ask((redis) => redis.smembers(followedKey(memberId))),
  };
}
