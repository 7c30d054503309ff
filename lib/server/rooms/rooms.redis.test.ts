import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { connectRedis } from '@/lib/server/databases/redis/redis';
import { startRedisForTests } from '@/lib/server/testing/redis-for-tests';
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

/** A node with a Redis of its own, until the test is over. */
async function connectAlone() {
  const redis = await startRedisForTests();
  const node = connectRedis(redis.url, pino({ level: 'silent' }));
  onTestFinished(async () => {
    node.close();
    await redis.stop();
  });
  await node.ready(5_000);
  return node;
}

it('[M10] rooms that were listed before the directory had a bound give way to those written in', async () => {
  const node = await connectAlone();
  const room = (id: string) => ({ id, kind: 'open', title: id, topic: '', revision: 1, madeAt: 1 }) as const;
  await node.commands.hset('concord:rooms', 'old', JSON.stringify(room('old')));
  const rooms = createRedisRooms(node.asking, 2);
  await rooms.written(await rooms.make(room('new')));
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'old']);
  await rooms.written(await rooms.make(room('newest')));
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'newest']);
});

it('[M15] whoever was let in before anybody noted how still is, and nothing more is known of them', async () => {
  const node = await connectAlone();
  await node.commands.sadd('concord:{private-1}:admitted', 'ada', 'ben');
  const rooms = createRedisRooms(node.asking);
  expect(await rooms.admissionOf('private-1', 'ada')).toEqual({ id: 'ada' });
  await rooms.admit('private-1', { id: 'ada', name: 'Ada', at: 7, by: 2 });
  const { count, admissions } = await rooms.listAdmitted('private-1', '', 10);
  expect([count, new Map(admissions.map((one) => [one.id, one]))]).toEqual([
    2,
    new Map([
      ['ada', { id: 'ada', name: 'Ada', by: 2 }],
      ['ben', { id: 'ben' }],
    ]),
  ]);
  // An earlier version, beside this one, has put her out: she comes back as somebody new.
  await node.commands.srem('concord:{private-1}:admitted', 'ada');
  expect(await rooms.admissionOf('private-1', 'ada')).toBeUndefined();
  await rooms.admit('private-1', { id: 'ada', name: 'Ada', at: 9, by: 3 });
  expect(await rooms.admissionOf('private-1', 'ada')).toMatchObject({ at: 9, by: 3 });
});

it('[A5] a Redis that takes no writes is still asked for the rooms of a member', async () => {
  const node = await connectAlone();
  const rooms = createRedisRooms(node.asking);
  await rooms.make({ id: 'plans', kind: 'open', title: 'Plans', topic: '', revision: 1, madeAt: 1 });
  await rooms.follow('ada', 'plans');
  await node.commands.config('SET', 'min-replicas-to-write', '1');
  expect(await rooms.listFollowed('ada')).toEqual(['plans']);
});
