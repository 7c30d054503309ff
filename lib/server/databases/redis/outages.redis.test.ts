import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOutageLog } from './outages.redis';

class FakeRedis extends EventEmitter {
  status = 'connecting';

  comes(): void {
    this.status = 'ready';
    this.emit('ready');
  }

  goes(error?: Error): void {
    this.status = 'reconnecting';
    if (error !== undefined) this.emit('error', error);
    this.emit('close');
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function watchThree() {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const outages = createOutageLog({ warn: say, info: say } as never);
  const connections = [new FakeRedis(), new FakeRedis(), new FakeRedis()] as const;
  for (const redis of connections) outages.watch(redis as never);
  return { said, outages, connections };
}

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
  code: 'ECONNREFUSED',
  address: '127.0.0.1',
  port: 1,
});

it('[C6] for all connections to a lost Redis, one line says so, then that it is still away, then that all are back', () => {
  const { said, outages, connections } = watchThree();
  for (const redis of connections) redis.comes();
  outages.started();
  for (let times = 0; times < 5; times += 1) for (const redis of connections) redis.goes(refused);
  expect(said.splice(0)).toEqual(['Redis is away (nothing listens at 127.0.0.1:1); trying again']);
  vi.advanceTimersByTime(61_000);
  expect(said.splice(0)).toEqual(
    [30, 60].map((s) => `Redis has been away for ${s} s (nothing listens at 127.0.0.1:1); trying again`),
  );
  connections[0].comes();
  connections[1].comes();
  expect(said).toEqual([]);
  connections[2].comes();
  expect(said.splice(0)).toEqual(['Redis is back']);
  vi.advanceTimersByTime(61_000);
  expect(said).toEqual([]);
});

it('[C6] while a node starts, nothing is logged about attempts; after that, why Redis is away', () => {
  const { said, outages, connections } = watchThree();
  for (const redis of connections) redis.goes(refused);
  expect(said).toEqual([]);
  outages.started('unknown host redis');
  expect(said.splice(0)).toEqual(['Redis is away (unknown host redis); trying again']);
  for (const redis of connections) redis.comes();
  expect(said).toEqual(['Redis is back']);
});

it('[C6] a connection that the node closes itself is not an outage', () => {
  const { said, outages, connections } = watchThree();
  for (const redis of connections) redis.comes();
  outages.started();
  for (const redis of connections) {
    redis.status = 'end';
    redis.emit('close');
  }
  vi.advanceTimersByTime(61_000);
  expect(said).toEqual([]);
});
