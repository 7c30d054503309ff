import { z } from 'zod';
import type { Asking } from '../asking.redis';
import { defineScript } from '../script.redis';
import type { Orders, RoomOrder } from './orders';

const orderKey = (room: string) => `concord:{${room}}:order`;

/** How order is kept in Redis, for any number of nodes. */
export function createRedisOrders({ ask }: Asking): Orders {
  const put = defineScript(['record-put'], import.meta.url);
  async function store(order: RoomOrder, isRestored: boolean): Promise<string | null> {
    const args = [order.revision - 1, JSON.stringify(order), isRestored ? '1' : ''];
    return z
      .string()
      .nullable()
      .parse(await ask((redis) => put(redis, [orderKey(order.room)], args)));
  }
  return {
    restore: async (order) => {
      const record = await store(order, true);
      return record === null ? order : (JSON.parse(record) as RoomOrder);
    },
    find: async (room) => {
      const record = await ask((redis) => redis.hget(orderKey(room), 'record'));
      // Only nodes write it, each checked before.
      return record === null ? undefined : (JSON.parse(record) as RoomOrder);
    },
    replace: async (order) => (await store(order, false)) === JSON.stringify(order),
  };
}
