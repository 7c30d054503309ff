import { pino } from 'pino';
import { connectRedis } from '@/lib/server/databases/redis/redis';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import { startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { describeOrders } from './moderation-records.contract';
import { createRedisOrders } from './moderation-records.redis';

describeOrders('Redis', async () => {
  const redis = await startRedisForTests();
  const logger = pino({ level: 'silent' });
  const [one, two] = [connectRedis(redis.url, logger), connectRedis(redis.url, logger)];
  await Promise.all([one.ready(5_000), two.ready(5_000)]);
  return {
    orders: createRedisOrders(one.asking),
    otherNode: createRedisOrders(two.asking),
    rooms: createRedisRooms(one.asking),
    close: async () => {
      one.close();
      two.close();
      await redis.stop();
    },
  };
});
