import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import {
  enterLobby,
  type NodeForTests,
  type Person,
  startNodeForTests,
} from '@/lib/server/testing/node-for-tests';
import { startProxyForTests } from '@/lib/server/testing/proxy-for-tests';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';

const PER_SECOND = 100;
/** What may be under way, in round trips from the node to Redis: a look at the log, a read of it, and what follows. */
const ROUND_TRIPS_MAX = 6;
/** What a busy machine may delay. */
const HELD_UP_MAX = PER_SECOND;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function startNode(url: string): Promise<NodeForTests> {
  // Looks at the log far more often than a real node, so that many looks fall into the time of the test.
  const node = await startNodeForTests({ REDIS_URL: url }, { tendEveryMs: 300, checkEveryMs: 500 });
  closing.push(node.close);
  return node;
}

async function enter(node: NodeForTests, name: string): Promise<Person> {
  const person = await enterLobby(node.url, name);
  closing.push(() => person.socket.close());
  return person;
}

/** A node next to Redis, and one that is `delayMs` away from it. */
async function startNearAndFar(delayMs: number) {
  const redis = await startRedisForTests();
  closing.push(redis.stop);
  const proxy = await startProxyForTests(redis.port, delayMs);
  closing.push(proxy.close);
  const near = await startNode(redis.url);
  const far = await startNode(`redis://127.0.0.1:${proxy.port}`);
  return { redis, near, far };
}

/** Somebody who says the next thing at regular times, whatever becomes of the previous one. */
function talk(person: Person, perSecond: number) {
  const acknowledged: string[] = [];
  const sending: Promise<unknown>[] = [];
  const timer = setInterval(() => {
    const text = `${sending.length}`;
    sending.push(person.say(text).then(({ ok }) => ok && acknowledged.push(text)));
  }, 1_000 / perSecond);
  const stop = async () => {
    clearInterval(timer);
    await Promise.all(sending);
  };
  closing.push(stop);
  return { acknowledged, stop };
}

const flush = async ({ url }: RedisForTests) => {
  const admin = new Redis(url);
  await admin.flushall();
  admin.disconnect();
};

describe.each([30, 100, 250])('with Redis %d ms away', (delayMs) => {
  it('[D2] [D3] a node keeps delivering while people talk without a pause', async () => {
    const { near, far } = await startNearAndFar(delayMs);
    const ada = await enter(near, 'Ada');
    const { acknowledged, stop } = talk(ada, PER_SECOND);
    const ben = await enter(far, 'Ben');
    const start = acknowledged.length;
    const behind: number[] = [];
    const watch = setInterval(() => behind.push(acknowledged.length - Number(ben.texts().at(-1) ?? 0)), 50);
    await expect.poll(() => ben.entries.length).toBeGreaterThan(3 * PER_SECOND);
    const cleo = await enter(far, 'Cleo');
    await expect.poll(() => cleo.entries.length).toBeGreaterThan(2 * PER_SECOND);
    await expect.poll(() => acknowledged.length - start).toBeGreaterThan(6 * PER_SECOND);
    clearInterval(watch);
    await stop();
    const most = (ROUND_TRIPS_MAX * 2 * delayMs * PER_SECOND) / 1_000 + HELD_UP_MAX;
    expect(Math.max(...behind), 'entries in the log that Ben had not seen').toBeLessThan(most);
    await expect.poll(() => ben.texts().slice(-300)).toEqual(ada.texts().slice(-300));
  });

  it('[E3] a node puts back what Redis has lost, and continues, while people talk without a pause', async () => {
    const { redis, near, far } = await startNearAndFar(delayMs);
    const [ada, ben] = [await enter(near, 'Ada'), await enter(far, 'Ben')];
    const talks = [talk(ada, PER_SECOND / 2), talk(ben, PER_SECOND / 2)];
    const said = () => talks.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
    await expect.poll(said).toBeGreaterThan(PER_SECOND);
    await flush(redis);
    const lost = said();
    await expect.poll(said).toBeGreaterThan(lost + 3 * PER_SECOND);
    // Both show what was said since, before anybody pauses.
    for (const { entries } of [ada, ben]) expect(entries.length).toBeGreaterThan(lost + PER_SECOND);
    await Promise.all(talks.map(({ stop }) => stop()));
    await expect.poll(() => ben.texts()).toEqual(ada.texts());
    expect(new Set(ada.entries.map(({ id }) => id)).size).toBe(ada.entries.length);
    expect(ada.entries.length).toBeGreaterThanOrEqual(said());
  });
});
