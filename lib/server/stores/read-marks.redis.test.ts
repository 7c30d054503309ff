import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis, type RedisConnections } from '../redis';
import { describeReadMarks } from './read-marks.contract';
import { createRedisReadMarks } from './read-marks.redis';
import { type RedisForTests, startRedisForTests } from './redis-for-tests';

let redis: RedisForTests;
const nodes: RedisConnections[] = [];

beforeAll(async () => {
  redis = await startRedisForTests();
  const logger = pino({ level: 'silent' });
  for (let index = 0; index < 2; index++) nodes.push(connectRedis(redis.url, logger));
  await Promise.all(nodes.map((node) => node.ready(5_000)));
});
afterAll(async () => {
  for (const node of nodes) node.close();
  await redis?.stop();
});

describeReadMarks('Redis', async () => {
  const [marks, otherNode] = nodes.map(({ asking }) => createRedisReadMarks(asking));
  if (!marks || !otherNode) throw new Error('There are two nodes.');
  return { marks, otherNode, close: async () => {} };
});

it('[U5] the marks of a member who never comes back go by themselves', async () => {
  const { asking, commands } = nodes[0] as RedisConnections;
  await createRedisReadMarks(asking).raise('gone', 'lobby', { epoch: 1, number: 1 });
  const days = (await commands.pttl('concord:{member:gone}:marks')) / (24 * 60 * 60 * 1_000);
  expect(Math.round(days)).toBe(365);
});

it('[A1] while Redis is away no mark can be raised', async () => {
  const marks = createRedisReadMarks((nodes[0] as RedisConnections).asking);
  await redis.kill();
  await expect(marks.raise('ada', 'lobby', { epoch: 1, number: 1 })).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  await redis.restart();
});
