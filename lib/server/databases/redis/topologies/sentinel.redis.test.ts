import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectRedis } from '@/lib/server/databases/redis/redis';
import { openRedisStores } from '@/lib/server/stores/open-stores.redis';
import { askRedis } from '@/scripts/cluster/ask-redis';
import { type RunningSentinels, startSentinels } from '@/scripts/cluster/start-sentinel';

const logger = pino({ level: 'silent' });
let sentinels: RunningSentinels;

beforeAll(async () => {
  sentinels = await startSentinels();
});
afterAll(() => sentinels?.stop());

const open = (url: string) => openRedisStores({ url, node: 'test', historyLimit: 10, logger });

it('[C7] a node reaches the master through the Sentinels', async () => {
  const stores = await open(sentinels.redisUrl);
  expect(await stores.isReachable()).toBe(true);
  expect(await stores.log.append('lobby', 'a', '"a"')).toMatchObject({ isRepeat: false });
  stores.close();
});

it('[C6] Sentinels that know no such master end the start, and the error says so', async () => {
  await expect(open(sentinels.redisUrl.replace('/concord', '/other'))).rejects.toThrow(
    /know no master of that name/,
  );
});

it('[A1] a connection that ioredis gave up because of news of a failover is opened again', async () => {
  const { commands, ready, close } = connectRedis(sentinels.redisUrl, logger);
  await ready(5_000);
  const ended = new Promise((resolve) => commands.once('end', resolve));
  commands.once('connecting', () => connectorOf(commands).disconnect());
  commands.disconnect(true);
  await ended;
  await expect.poll(() => commands.status).toBe('ready');
  close();
});

it('[A1] a node leaves a master that has become a replica for the one in its place', async () => {
  const { commands, asking, ready, close } = connectRedis(sentinels.redisUrl, logger);
  await ready(5_000);
  const { port } = await sentinels.master();
  await commands.replicaof('127.0.0.1', '1');
  await expect(asking.ask(() => commands.set('concord:x', '1'))).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  await expect.poll(() => commands.status).not.toBe('ready');
  await askRedis(port, 'REPLICAOF NO ONE');
  await expect.poll(() => commands.status).toBe('ready');
  expect(await commands.set('concord:x', '1')).toBe('OK');
  close();
});

it('[C6] Sentinels that ask for a password end the start with a sentence, and accept it from REDIS_URL', async () => {
  const ports = [...sentinels.redisUrl.matchAll(/:(\d+)/g)].map(([, port]) => Number(port));
  for (const port of ports) await askRedis(port, 'ACL SETUSER default resetpass >secret');
  await expect(open(sentinels.redisUrl)).rejects.toThrow(/Sentinels ask for another password/);
  const stores = await open(`${sentinels.redisUrl}?sentinelPassword=secret`);
  expect(await stores.isReachable()).toBe(true);
  stores.close();
  for (const port of ports) await askRedis(port, 'AUTH secret\r\nACL SETUSER default nopass');
});

const connectorOf = (redis: Redis) => (redis as unknown as { connector: { disconnect(): void } }).connector;
