import { createServer } from 'node:http';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';
import { connectRedis } from './redis';
import { createSignals } from './signals.redis';

const logger = pino({ level: 'silent' });
let redis: RedisForTests;

beforeEach(async () => {
  redis = await startRedisForTests();
});
afterEach(() => redis.stop());

it('[A1] a node that ends just as Redis comes back leaves no promise unhandled', async () => {
  const connections = connectRedis(redis.url, logger);
  await connections.ready(5_000);
  const { commands, signals } = connections;
  const io = new Server(createServer(), { adapter: createSignals(commands, signals, logger) });
  await expect.poll(() => commands.pubsub('NUMPAT')).toBe(1);
  const ended = new Promise<void>((resolve) =>
    signals.once('close', () => signals.once('close', () => resolve())),
  );
  const { sendCommand } = signals;
  signals.sendCommand = (command, stream) => {
    const answer = sendCommand.call(signals, command, stream);
    // Subscribes to everything again as soon as this is answered, when it can no longer send.
    if (command.name === 'info') connections.close();
    return answer;
  };
  await redis.restart();
  await ended;
  await new Promise((resolve) => setImmediate(resolve)); // When Node reports unhandled rejections.
  await io.close();
});
