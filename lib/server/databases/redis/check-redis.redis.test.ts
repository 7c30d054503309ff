import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { openRedisStores } from '@/lib/server/stores/open-stores.redis';
import { startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { checkLater, checkRedis, complaintOf } from './check-redis.redis';

const open = (url: string) =>
  openRedisStores({ url, node: 'test', historyLimit: 10, logger: pino({ level: 'silent' }) });

it('[C6] a wrong password ends the start, and the error says so', async () => {
  const redis = await startRedisForTests();
  const admin = new Redis(redis.url);
  await admin.call('ACL', 'SETUSER', 'ada', 'on', '>right', '~*', '&*', '+@all');
  admin.disconnect();
  await expect(open(redis.url.replace('redis://', 'redis://ada:wrong@'))).rejects.toThrow(
    /refuses the user or password/,
  );
  const stores = await open(redis.url.replace('redis://', 'redis://ada:right@'));
  expect(await stores.isReachable()).toBe(true);
  stores.close();
  await redis.stop();
});

it('[C6] a Redis that may evict data is refused', async () => {
  const redis = await startRedisForTests({ args: ['--maxmemory-policy', 'allkeys-lru'] });
  await expect(open(redis.url)).rejects.toThrow(/allkeys-lru.*noeviction/);
  await redis.stop();
});

it('[C6] a read-only replica is refused', async () => {
  const master = await startRedisForTests();
  const replica = await startRedisForTests({ args: ['--replicaof', '127.0.0.1', String(master.port)] });
  await expect(open(replica.url)).rejects.toThrow(/read-only replica/);
  await replica.stop();
  await master.stop();
});

it('[C6] a Redis that becomes available after its node started, and may evict data, is reported', async () => {
  const redis = await startRedisForTests({ args: ['--maxmemory-policy', 'allkeys-lru'] });
  await redis.kill();
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  const stores = await openRedisStores({ url: redis.url, node: 'test', historyLimit: 10, logger });
  await redis.restart();
  await expect.poll(() => lines.join()).toMatch(/allkeys-lru/);
  stores.close();
  await redis.stop();
});

it('[C6] a Redis that is too busy to describe itself is asked again, and then reported', async () => {
  const answers = [new Promise<string>(() => {}), Promise.resolve('maxmemory_policy:allkeys-lru')];
  const master = { info: () => answers.shift() ?? Promise.reject(new Error('asked too often')) };
  const lines: string[] = [];
  await checkLater({
    check: () => checkRedis([master], false, 20),
    logger: { error: (line: unknown) => void lines.push(String(line)) },
    isOver: () => false,
    pauseMs: 1,
  });
  expect(lines.join()).toMatch(/allkeys-lru/);
});

it('[C6] a Redis that forbids INFO is accepted as it is', async () => {
  const forbidden = Object.assign(new Error('NOPERM'), { name: 'ReplyError' });
  await checkRedis([{ info: () => Promise.reject(forbidden) }]);
});

it('[C6] a Redis that is too old is refused, and one that does not tell its version is accepted', () => {
  expect(complaintOf(new Map([['redis_version', '6.2.14']]))).toMatch(/6\.2\.14 is too old/);
  expect(complaintOf(new Map([['redis_version', '7.0.15']]))).toBeUndefined();
  expect(complaintOf(new Map())).toBeUndefined();
});
