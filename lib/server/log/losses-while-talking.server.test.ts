import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import {
  enterLobby,
  type NodeForTests,
  type Person,
  startNodeForTests,
} from '@/lib/server/testing/node-for-tests';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';

/** How many entries a node holds at least. */
const REACH = 1_000;
const SAY_EVERY_MS = 10;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Said {
  readonly text: string;
  /** What its author had on the screen by then. */
  readonly seen: ReadonlySet<string>;
}

async function enter(node: NodeForTests | undefined, name: string): Promise<Person> {
  const person = await enterLobby(node?.url ?? '', name);
  closing.push(() => person.socket.close());
  return person;
}

async function start(count: number, held: number) {
  const redis = await startRedisForTests();
  closing.push(redis.stop);
  const timing = { graceMs: 200, tendEveryMs: 300, checkEveryMs: 300 };
  const nodes: NodeForTests[] = [];
  for (let index = 0; index < count; index++) {
    const node = await startNodeForTests({ REDIS_URL: redis.url }, timing);
    closing.push(node.close);
    nodes.push(node);
  }
  const people: Person[] = [];
  // Two at each node.
  for (const [index, node] of [...nodes, ...nodes].entries()) people.push(await enter(node, `P${index}`));
  const before: Said[] = [];
  while (before.length < held) {
    const texts = Array.from({ length: 100 }, (_, index) => `held${before.length + index}`);
    const answers = await Promise.all(texts.map((text) => people[0]?.say(text)));
    expect(answers.every((answer) => answer?.ok)).toBe(true);
    before.push(...texts.map((text) => ({ text, seen: new Set<string>() })));
  }
  for (const person of people) await expect.poll(() => person.entries.length).toBe(held);
  return { redis, nodes, people, said: before };
}

/** Lets everybody talk all the time, and repeat each message under its key until it is acknowledged. */
function talkAll(people: readonly Person[], said: Said[]) {
  const sending: Promise<void>[] = [];
  const sendSurely = async (person: Person, one: Said, key: string) => {
    while (!(await person.say(one.text, key)).ok) await pause(20);
    said.push(one);
  };
  const timers = people.map((person, index) => {
    let count = 0;
    return setInterval(() => {
      const text = `t${index}-${count++}`;
      sending.push(
        sendSurely(person, { text, seen: new Set(person.texts()) }, `key-${text.padStart(10, '0')}`),
      );
    }, SAY_EVERY_MS);
  });
  closing.push(() => timers.forEach(clearInterval));
  return {
    stop: async () => {
      timers.forEach(clearInterval);
      await Promise.all(sending);
    },
  };
}

async function withAdmin(redis: RedisForTests, work: (admin: Redis) => Promise<unknown>): Promise<void> {
  const admin = new Redis(redis.url);
  await work(admin);
  admin.disconnect();
}

const LOSSES: Record<string, (redis: RedisForTests, more: () => Promise<void>) => Promise<void>> = {
  'is flushed': (redis) => withAdmin(redis, (admin) => admin.flushall()),
  'is flushed twice in a row': (redis) =>
    withAdmin(redis, async (admin) => {
      await admin.flushall();
      await admin.flushall();
    }),
  'is replaced by another database, and then comes back': async (redis, more) => {
    await withAdmin(redis, (admin) => admin.swapdb(0, 1));
    await more();
    await withAdmin(redis, (admin) => admin.swapdb(0, 1));
  },
  'restarts with an earlier copy': async (redis, more) => {
    await withAdmin(redis, (admin) => admin.save());
    await more();
    await redis.kill();
    await redis.restart();
  },
  'restarts with nothing, five times': async (redis) => {
    for (let times = 0; times < 5; times++) {
      await redis.kill();
      await redis.restart();
    }
  },
};

describe.each([
  { count: 1, held: 200 },
  { count: 1, held: 1_000 },
  { count: 3, held: 200 },
  { count: 3, held: 1_000 },
])('of $count nodes that hold $held entries', ({ count, held }) => {
  it.each(Object.keys(LOSSES))(
    '[E1] [E3] [L17] nothing is misplaced, lost or doubled while people talk and Redis %s',
    async (loss) => {
      const { redis, nodes, people, said } = await start(count, held);
      const talking = talkAll(people, said);
      const more = async () => {
        const soFar = said.length;
        await expect.poll(() => said.length).toBeGreaterThan(soFar + 60);
      };
      await more();
      await LOSSES[loss]?.(redis, more);
      await more();
      await talking.stop();
      const final = await readToTheEnd(nodes, people, said.at(-1)?.text ?? '');
      expectNothingLost(final, said);
      expectNothingTooEarly(final, said);
    },
  );
});

/** What a page opened now shows, which is what everybody shows in the end. */
async function readToTheEnd(nodes: readonly NodeForTests[], people: readonly Person[], last: string) {
  for (const person of people) await expect.poll(() => person.texts().includes(last)).toBe(true);
  const fresh: Person[] = [];
  await expect
    .poll(async () => {
      fresh.length = 0;
      for (const node of nodes) fresh.push(await enter(node, 'Fresh'));
      const newest = [...people, ...fresh].map((person) => person.texts().slice(-50).join());
      return new Set(newest).size;
    })
    .toBe(1);
  for (const person of [...people, ...fresh]) await person.readAll();
  const final = fresh[0]?.texts() ?? [];
  for (const person of [...people, ...fresh]) expect(person.texts()).toEqual(final);
  return final;
}

function expectNothingLost(final: readonly string[], said: readonly Said[]): void {
  const there = new Set(final);
  expect(final.length, 'nothing stands twice').toBe(there.size);
  const missing = said.filter(({ text }) => !there.has(text));
  // Whatever is older than that may be lost with Redis.
  const beyondReach = new Set(said.slice(0, Math.max(0, said.length - REACH)));
  expect(missing.filter((one) => !beyondReach.has(one))).toEqual([]);
}

function expectNothingTooEarly(final: readonly string[], said: readonly Said[]): void {
  const places = new Map(final.map((text, index) => [text, index]));
  const tooEarly = said.filter(({ text, seen }) => {
    const place = places.get(text) ?? Number.POSITIVE_INFINITY;
    return [...seen].some((other) => (places.get(other) ?? -1) > place);
  });
  expect(tooEarly.map(({ text }) => text)).toEqual([]);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
