import { z } from 'zod';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { moderationKey, roomKey } from '@/lib/server/databases/redis/room-keys.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import { type ModerationStore, parseModeration } from './moderation-state';
import type { Records, Revised, Step } from './records';
import type { RoomRecord } from './room-record';

const answerSchema = z.string().nullable();

/**
 * The records of one kind in Redis, for any number of nodes.
 * @param keysOf the key of the record with an id, and that of the other record that its changes rely on
 */
function createRedisRecords<R extends Revised, Other extends Revised = never>(
  { ask }: Asking,
  idOf: (record: R) => string,
  keysOf: (id: string) => readonly [string, string?],
  parse: (record: string) => R,
): Records<R, Other> {
  const put = defineScript(['record-put'], import.meta.url);

  /** Returns the record that is stored now: this one, or another. */
  async function store(record: R, isRestored = false, step?: Step<Other>): Promise<R | undefined> {
    const keys = keysOf(idOf(record)).filter((key) => key !== undefined);
    const next = step?.next === undefined ? '' : JSON.stringify(step.next);
    const seen = step?.seen.revision ?? '';
    const args = [record.revision - 1, JSON.stringify(record), isRestored ? '1' : '', seen, next];
    const other = answerSchema.parse(await ask((redis) => put(redis, keys, args)));
    if (other === null) return record;
    return other === '' ? undefined : parse(other);
  }

  return {
    find: async (id) => {
      const record = await ask((redis) => redis.hget(keysOf(id)[0], 'record'));
      return record === null ? undefined : parse(record);
    },
    make: async (record) => (await store(record)) ?? record,
    replace: async (record, step) => (await store(record, false, step)) === record,
    restore: async (record) => (await store(record, true)) ?? record,
  };
}

export const createRedisRoomRecords = (asking: Asking): Records<RoomRecord> =>
  createRedisRecords(
    asking,
    ({ id }) => id,
    (id) => [roomKey(id)],
    (record) => JSON.parse(record),
  );

export const createRedisModeration = (asking: Asking): ModerationStore =>
  createRedisRecords(
    asking,
    ({ room }) => room,
    (room) => [moderationKey(room), roomKey(room)],
    parseModeration,
  );
