import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ChatError, type ErrorCode } from '@/lib/chat/errors';
import { hiddenRoomId } from '@/lib/chat/room';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { DIRECTORY } from '@/lib/server/databases/redis/room-keys.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import { createRedisRoomRecords } from '@/lib/server/records/records.redis';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { createRedisAdmissions } from './admitted/admissions.redis';
import { LISTED_ROOMS_MAX, MY_ROOMS_MAX, type MyRooms, type Rooms, SHOWN_DIRECTS_MAX } from './rooms';
import { MY_ROOMS_KEEP_MS } from './unused/room-uses';
import { createRedisRoomUses } from './unused/room-uses.redis';

const myRoomsKey = (memberId: string) => `concord:member:{${memberId}}:rooms`;

/** The rooms in Redis, for any number of nodes. */
export function createRedisRooms(asking: Asking, listedMax = LISTED_ROOMS_MAX): Rooms {
  const { ask } = asking;
  const { listUse, ...uses } = createRedisRoomUses(asking);
  const records = createRedisRoomRecords(asking);
  const list = defineScript(['rooms-list'], import.meta.url);

  /** @param why `changed` lists nothing that is not listed yet */
  async function listOpenRoom(room: RoomRecord, why: 'made' | 'changed' | 'written'): Promise<void> {
    const { id, kind, revision } = room;
    if (kind !== 'open') return;
    const args = [id, revision, JSON.stringify(room), why, listedMax, randomUUID()];
    await ask((redis) => list(redis, DIRECTORY, args));
  }

  /** Lists an open room only after storing it: anybody who finds it can enter it. */
  const listing = (store: (room: RoomRecord) => Promise<RoomRecord>) => async (room: RoomRecord) => {
    await listUse(room.id);
    const stored = await store(room);
    await uses.used(room.id);
    await listOpenRoom(stored, 'made');
    return stored;
  };

  return {
    ...createRedisAdmissions(asking),
    ...createRedisMyRooms(asking),
    ...uses,
    find: records.find,
    make: listing(records.make),
    restore: listing(records.restore),
    replace: async (room) => {
      const isReplaced = await records.replace(room);
      if (isReplaced) await listOpenRoom(room, 'changed');
      return isReplaced;
    },
    stored: (room) => listOpenRoom(room, 'changed'),
    written: (room) => listOpenRoom(room, 'written'),
    listOpen: async (known) => {
      // Before the rooms, so that a change in between is read again. An emptied store has no rooms and no version.
      const version = (await ask((redis) => redis.get(DIRECTORY[2]))) ?? '';
      if (version !== '' && version === known) return null;
      const listed = await ask((redis) => redis.hvals(DIRECTORY[0]));
      return { version, rooms: listed.map((record) => JSON.parse(record) as RoomRecord) };
    },
  };
}

function createRedisMyRooms({ ask }: Asking): MyRooms {
  const add = defineScript(['rooms-add'], import.meta.url);

  async function addRoom(
    memberId: string,
    id: string,
    directsMax: number,
    refusal: ErrorCode,
  ): Promise<boolean> {
    const args = [id, MY_ROOMS_MAX, directsMax, hiddenRoomId('direct', ''), MY_ROOMS_KEEP_MS];
    const answer = z.string().parse(await ask((redis) => add(redis, [myRoomsKey(memberId)], args)));
    if (answer === 'full') throw new ChatError(refusal);
    return answer === 'new';
  }

  return {
    addToMyRooms: (memberId, id) => addRoom(memberId, id, MY_ROOMS_MAX, 'rooms_too_many'),
    show: (memberId, id) => addRoom(memberId, id, SHOWN_DIRECTS_MAX, 'directs_too_many'),
    removeFromMyRooms: async (memberId, id) =>
      void (await ask((redis) => redis.srem(myRoomsKey(memberId), id))),
    listMyRooms: async (memberId) => {
      const key = myRoomsKey(memberId);
      // A member who asks for their list has come. A store that takes no writes is read all the same.
      ask((redis) => redis.pexpire(key, MY_ROOMS_KEEP_MS)).catch(() => {});
      return ask((redis) => redis.smembers(key));
    },
  };
}
