import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { aboutKey, orderKey } from '@/lib/server/databases/redis/room-keys.redis';
import { defineScript } from '@/lib/server/databases/redis/script.redis';
import type { RoomOrder, RoomStep } from '@/lib/server/records/moderation-record';
import { createRecordPut } from '@/lib/server/records/record.redis';
import type { Orders } from './moderation-records';

/** How order is kept in Redis, for any number of nodes. */
export function createRedisOrders(asking: Asking): Orders {
  const { ask } = asking;
  const restore = createRecordPut(asking);
  const put = defineScript(['moderation-put'], import.meta.url);
  async function replace(order: RoomOrder, room?: RoomStep): Promise<boolean> {
    const keys = [orderKey(order.room), aboutKey(order.room)];
    const next = room?.next === undefined ? '' : JSON.stringify(room.next);
    const args = [order.revision - 1, JSON.stringify(order), room?.seen.revision ?? '', next];
    return (await ask((redis) => put(redis, keys, args))) === 1;
  }
  return {
    restore: async (order) => {
      const [key, record] = [orderKey(order.room), JSON.stringify(order)];
      return JSON.parse(
        await restore({ key, revision: order.revision, record, isRestored: true }),
      ) as RoomOrder;
    },
    find: async (room) => {
      const record = await ask((redis) => redis.hget(orderKey(room), 'record'));
      // Only nodes write it, each checked before.
      return record === null ? undefined : (JSON.parse(record) as RoomOrder);
    },
    replace,
  };
}
