import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis, type RedisConnections } from '../redis';
import { describeAvatars } from './avatars.contract';
import { createRedisAvatars } from './avatars.redis';
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

describeAvatars('Redis', async () => {
  const [avatars, otherNode] = nodes.map(({ asking }) => createRedisAvatars(asking));
  if (!avatars || !otherNode) throw new Error('There are two nodes.');
  return { avatars, otherNode, close: async () => {} };
});

it('[A1] while Redis is away no picture is stored or found', async () => {
  const avatars = createRedisAvatars((nodes[0] as RedisConnections).asking);
  await redis.kill();
  const away = { code: 'store_unavailable' };
  await expect(avatars.set('site-1', 'https://pics.example/1', 1_000)).rejects.toMatchObject(away);
  await expect(avatars.find('site-1')).rejects.toMatchObject(away);
  await redis.restart();
});
