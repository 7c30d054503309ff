import { pino } from 'pino';
import { connectRedis } from '../redis';
import { describeOrders } from './orders.contract';
import { createRedisOrders } from './orders.redis';
import { startRedisForTests } from './redis-for-tests';
import { createRedisRooms } from './rooms.redis';

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
