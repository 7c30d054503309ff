import { pino } from 'pino';
import { connectRedis } from '../redis';
import { startRedisForTests } from './redis-for-tests';
import { describeRooms } from './rooms.contract';
import { createRedisRooms } from './rooms.redis';

describeRooms('Redis', async () => {
  const redis = await startRedisForTests();
  const logger = pino({ level: 'silent' });
  const [one, two] = [connectRedis(redis.url, logger), connectRedis(redis.url, logger)];
  await Promise.all([one.ready(5_000), two.ready(5_000)]);
  return {
    rooms: createRedisRooms(one.asking),
    otherNode: createRedisRooms(two.asking),
    close: async () => {
      one.close();
      two.close();
      await redis.stop();
    },
  };
});
