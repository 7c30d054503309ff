import { z } from 'zod';
import type { Asking } from '../asking.redis';
import { defineScript } from '../script.redis';
import type { Orders, RoomOrder, RoomStep } from './orders';
import { aboutKey, orderKey } from './room-keys.redis';

/** How order is kept in Redis, for any number of nodes. */
export function createRedisOrders({ ask }: Asking): Orders {
  const restore = defineScript(['record-put'], import.meta.url);
  const put = defineScript(['order-put'], import.meta.url);
  async function replace(order: RoomOrder, room?: RoomStep): Promise<boolean> {
    const keys = [orderKey(order.room), aboutKey(order.room)];
    const next = room?.next === undefined ? '' : JSON.stringify(room.next);
    const args = [order.revision - 1, JSON.stringify(order), room?.seen.revision ?? '', next];
    return (await ask((redis) => put(redis, keys, args))) === 1;
  }
  return {
    restore: async (order) => {
      const args = [order.revision - 1, JSON.stringify(order), '1'];
      const record = await ask((redis) => restore(redis, [orderKey(order.room)], args));
      return JSON.parse(z.string().parse(record)) as RoomOrder;
    },
    find: async (room) => {
      const record = await ask((redis) => redis.hget(orderKey(room), 'record'));
      // Only nodes write it, each checked before.
      return record === null ? undefined : (JSON.parse(record) as RoomOrder);
    },
    replace,
  };
}
