import { z } from 'zod';
import { ChatError, type ErrorCode } from '@/lib/chat/errors';
import { hiddenRoomId } from '@/lib/chat/room';
import type { Asking } from '../asking.redis';
import { defineScript } from '../script.redis';
import { FOLLOWED_ROOMS_MAX, OPEN_ROOMS_MAX, type RoomRecord, type Rooms, SHOWN_DIRECTS_MAX } from './rooms';

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
  const add = defineScript(['rooms-add'], import.meta.url);

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

  async function addRoom(
    memberId: string,
    id: string,
    directsMax: number,
    refusal: ErrorCode,
  ): Promise<boolean> {
    const args = [id, FOLLOWED_ROOMS_MAX, directsMax, hiddenRoomId('direct', '')];
    const answer = z.string().parse(await ask((redis) => add(redis, [followedKey(memberId)], args)));
    if (answer === 'full') throw new ChatError(refusal);
    return answer === 'new';
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
    follow: (memberId, id) => addRoom(memberId, id, FOLLOWED_ROOMS_MAX, 'rooms_too_many'),
    show: (memberId, id) => addRoom(memberId, id, SHOWN_DIRECTS_MAX, 'directs_too_many'),
    unfollow: async (memberId, id) => void (await ask((redis) => redis.srem(followedKey(memberId), id))),
    listFollowed: (memberId) => ask((redis) => redis.smembers(followedKey(memberId))),
  };
}
