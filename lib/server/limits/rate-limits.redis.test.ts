import { expect, it, vi } from 'vitest';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { describeRateLimits } from './rate-limits.contract';
import { createRedisRateLimits } from './rate-limits.redis';

const links = new TwoLinks();

const limitsAt = (place: 'one' | 'two') => {
  const { commands, asking } = links[place];
  return createRedisRateLimits({ redis: commands, asking });
};
const admin = () => links.one.commands;
const commandsDone = async () =>
  Number(/total_commands_processed:(\d+)/.exec(await admin().info('stats'))?.[1]);

describeRateLimits('Redis', async () => ({
  limits: limitsAt('one'),
  otherNode: limitsAt('two'),
}));

it('[F3] a flood costs Redis next to nothing', async () => {
  const limits = limitsAt('one');
  const rate = { burst: 5, everyMs: 60_000 };
  const before = await commandsDone();
  // All at once, and then one after another: neither may reach Redis each time.
  const waits = await Promise.all(Array.from({ length: 5_000 }, () => limits.take('flood', rate)));
  for (let count = 0; count < 5_000; count++) waits.push(await limits.take('flood', rate));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
  expect((await commandsDone()) - before).toBeLessThan(50);
});

it('[F3] of the rates in use, the latest are remembered, and no more', async () => {
  const limits = limitsAt('one');
  const once = (everyMs: number) => limits.take('owner', { burst: 1, everyMs });
  await once(60_000);
  expect(await once(60_000)).toBeGreaterThan(0);
  await admin().flushall();
  expect(await once(60_000)).toBeGreaterThan(0); // Answered from memory.
  for (let everyMs = 1; everyMs <= 100; everyMs += 1) await limits.take('others', { burst: 1, everyMs });
  expect(await once(60_000)).toBe(0);
});

it('[F1] somebody who was quiet for long enough leaves nothing behind in Redis', async () => {
  await admin().flushall();
  const limits = limitsAt('one');
  for (let index = 0; index < 50; index++) await limits.take(`member ${index}`, { burst: 2, everyMs: 20 });
  await vi.waitUntil(async () => (await admin().keys('*')).length === 0);
});

it('[G2] somebody who stored nothing for as long as a quota looks back leaves nothing behind in Redis', async () => {
  await admin().flushall();
  const quota = [{ bytes: 200_000, ms: 60 }];
  for (let index = 0; index < 20; index++) await limitsAt('one').takeBytes(`member ${index}`, quota, 50_000);
  await vi.waitUntil(async () => (await admin().keys('*')).length === 0);
});

it('[F1] a clock that was set back makes nobody wait longer than for the whole burst', async () => {
  await admin().flushall();
  const limits = limitsAt('one');
  const rate = { burst: 2, everyMs: 1_000 };
  await limits.take('ada', rate);
  const [key = ''] = await admin().keys('*');
  await admin().set(key, String(Date.now() + 3_600_000));
  const wait = await limits.take('ada', rate);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(rate.everyMs);
});

it('[F4] while Redis is away or frozen, each node goes by what it has seen itself', async () => {
  const limits = limitsAt('one');
  const rate = { burst: 3, everyMs: 60_000 };
  links.redis.pause();
  expect(await limits.take('frozen', rate)).toBe(0);
  links.redis.resume();
  await links.redis.kill();
  const waits: number[] = [];
  for (let count = 0; count < 4; count++) waits.push(await limits.take('away', rate));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
  await links.redis.restart();
});

it('[G2] while Redis is away, each node counts what is stored by itself', async () => {
  await vi.waitUntil(() => admin().status === 'ready');
  const limits = limitsAt('one');
  const quota = [{ bytes: 200_000, ms: 3_600_000 }];
  await links.redis.kill();
  const waits: number[] = [];
  for (let count = 0; count < 3; count++) waits.push(await limits.takeBytes('away', quota, 50_000));
  expect(waits.map((waitMs) => waitMs > 0)).toEqual([false, false, true]);
  await links.redis.restart();
});
