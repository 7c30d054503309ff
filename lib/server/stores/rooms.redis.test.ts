import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { connectRedis } from '../redis';
import { startRedisForTests } from './redis-for-tests';
import { describeRooms } from './rooms.contract';
import { createRedisRooms } from './rooms.redis';

describeRooms('Redis', async (listedMax) => {
  const redis = await startRedisForTests();
  const logger = pino({ level: 'silent' });
  const [one, two] = [connectRedis(redis.url, logger), connectRedis(redis.url, logger)];
  await Promise.all([one.ready(5_000), two.ready(5_000)]);
  return {
    rooms: createRedisRooms(one.asking, listedMax),
    otherNode: createRedisRooms(two.asking, listedMax),
    close: async () => {
      one.close();
      two.close();
      await redis.stop();
    },
  };
});

it('[M10] rooms that were listed before the directory had a bound give way to those written in', async () => {
  const redis = await startRedisForTests();
  const node = connectRedis(redis.url, pino({ level: 'silent' }));
  onTestFinished(async () => {
    node.close();
    await redis.stop();
  });
  await node.ready(5_000);
  const room = (id: string) => ({ id, kind: 'open', title: id, topic: '', revision: 1, madeAt: 1 }) as const;
  await node.commands.hset('concord:rooms', 'old', JSON.stringify(room('old')));
  const rooms = createRedisRooms(node.asking, 2);
  await rooms.written(await rooms.make(room('new')));
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'old']);
  await rooms.written(await rooms.make(room('newest')));
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'newest']);
});
