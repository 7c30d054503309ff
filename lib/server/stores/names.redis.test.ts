import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connectRedis, type RedisConnections } from '../redis';
import { describeNames } from './names.contract';
import { createRedisNames } from './names.redis';
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

const admin = () => nodes[0]?.commands as RedisConnections['commands'];

describeNames('Redis', async () => {
  const [names, otherNode] = nodes.map(({ asking }) => createRedisNames(asking));
  if (!names || !otherNode) throw new Error('There are two nodes.');
  return {
    names,
    otherNode,
    forget: async () => void (await admin().flushall()),
    close: async () => {},
  };
});

it('[N8] names that nobody holds any more leave nothing behind in Redis', async () => {
  await admin().flushall();
  const names = createRedisNames((nodes[0] as RedisConnections).asking);
  for (let index = 0; index < 100; index++)
    await names.claim({ id: `id ${index}`, name: `Name ${index}` }, 20);
  await vi.waitUntil(async () => {
    await names.renew([], 1_000);
    return (await admin().keys('*')).length === 0;
  });
});

it('[N8] more members are renewed than one script may take', async () => {
  await admin().flushall();
  const names = createRedisNames((nodes[0] as RedisConnections).asking);
  const members = Array.from({ length: 1_200 }, (_, index) => ({ id: `id ${index}`, name: `Name ${index}` }));
  expect(await names.renew(members, 60_000)).toEqual([]);
  expect(await admin().hlen('concord:{names}:owners')).toBe(1_200);
});

it('[A1] while Redis is away no name can be claimed', async () => {
  const names = createRedisNames((nodes[0] as RedisConnections).asking);
  await redis.kill();
  await expect(names.claim({ id: 'ada', name: 'Ada' }, 1_000)).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  await redis.restart();
});
