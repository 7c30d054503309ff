import { z } from 'zod';
import type { Asking } from '../asking.redis';
import { defineScript } from '../script.redis';
import type { Orders, RoomOrder } from './orders';

const orderKey = (room: string) => `concord:{${room}}:order`;

/** How order is kept in Redis, for any number of nodes. */
export function createRedisOrders({ ask }: Asking): Orders {
  const put = defineScript(['record-put'], import.meta.url);
  return {
    find: async (room) => {
      const record = await ask((redis) => redis.hget(orderKey(room), 'record'));
      // Only nodes write it, each checked before.
      return record === null ? undefined : (JSON.parse(record) as RoomOrder);
    },
    replace: async (order) => {
      const record = JSON.stringify(order);
      const stored = await ask((redis) => put(redis, [orderKey(order.room)], [order.revision - 1, record]));
      return z.string().nullable().parse(stored) === record;
    },
  };
}
