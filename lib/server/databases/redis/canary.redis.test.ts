import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withDeadline } from '@/lib/server/config/deadline';
import { startProxyForTests } from '@/lib/server/testing/proxy-for-tests';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { keepCanary } from './canary.redis';
import { connectRedis, type RedisConnections } from './redis';

const logger = pino({ level: 'silent' });
let redis: RedisForTests;
const closing: (() => void)[] = [];

beforeEach(async () => {
  redis = await startRedisForTests();
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await redis.stop();
});

async function openCanary(url: string) {
  const connections = connectRedis(url, logger);
  await connections.ready(5_000);
  const canary = keepCanary({
    links: connections.links,
    subscriber: connections.entries,
    channel: () => 'concord:canary:node',
    logger,
    singEveryMs: 50,
    silenceMaxMs: 400,
  });
  closing.push(() => {
    canary.stop();
    connections.close();
  });
  return { connections, canary };
}

const isWell = ({ commands, entries }: RedisConnections) =>
  commands.status === 'ready' && entries.status === 'ready';

it('[A2] a node whose subscription is silently dead notices it, is not ready, and renews it', async () => {
  const { connections, canary } = await openCanary(redis.url);
  await expect.poll(canary.isHeard).toBe(true);
  await connections.entries.unsubscribe('concord:canary:node');
  await expect.poll(canary.isHeard, { interval: 10 }).toBe(false);
  await expect.poll(() => canary.isHeard() && isWell(connections)).toBe(true);
});

it('[A3] a connection that is heard, but carries nothing to Redis, is noticed and replaced', async () => {
  const proxy = await startProxyForTests(redis.port);
  closing.push(proxy.close);
  const { connections, canary } = await openCanary(`redis://127.0.0.1:${proxy.port}`);
  await connections.entries.subscribe('concord:a-room');
  proxy.deafen('concord:entries');
  // The connection that takes its place says it again.
  expect(await withDeadline(connections.entries.subscribe('concord:another'), 10_000)).toBeGreaterThan(0);
  await expect.poll(() => canary.isHeard() && isWell(connections)).toBe(true);
});

it('[A3] a link that loses packets is noticed and replaced, though nobody closed it', async () => {
  const proxy = await startProxyForTests(redis.port);
  closing.push(proxy.close);
  const { connections, canary } = await openCanary(`redis://127.0.0.1:${proxy.port}`);
  await expect.poll(canary.isHeard).toBe(true);
  proxy.swallow();
  await expect.poll(canary.isHeard, { interval: 10 }).toBe(false);
  await expect
    .poll(async () => canary.isHeard() && (await connections.commands.ping()), { timeout: 15_000 })
    .toBe('PONG');
});
