import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  enterLobby,
  type NodeForTests,
  type Person,
  startNodeForTests,
} from '@/lib/server/testing/node-for-tests';
import { type RedisForTests, startRedisForTests } from '@/lib/server/testing/redis-for-tests';

let redis: RedisForTests;
let nodes: NodeForTests[];
const people: Person[] = [];

const startNode = () =>
  startNodeForTests({ REDIS_URL: redis.url }, { graceMs: 200, tendEveryMs: 300, checkEveryMs: 300 });

beforeEach(async () => {
  redis = await startRedisForTests();
  nodes = await Promise.all([startNode(), startNode()]);
});
afterEach(async () => {
  for (const person of people.splice(0)) person.socket.close();
  await Promise.all(nodes.map((node) => node.close()));
  await redis.stop();
});

async function enter(node: NodeForTests | undefined, name: string) {
  const person = await enterLobby(node?.url ?? '', name);
  people.push(person);
  return person;
}

async function sayAll(person: Person, texts: readonly string[]) {
  for (const answer of await Promise.all(texts.map((text) => person.say(text)))) {
    expect(answer).toMatchObject({ ok: true });
  }
}

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** Finally, everybody shows the same as a newcomer, with every acknowledged text once. */
async function expectAllConverge(acknowledged: readonly string[]) {
  const sorted = [...acknowledged].sort();
  const present = people.filter(({ socket }) => socket.connected);
  await expect
    .poll(() => present.map((person) => [...person.texts()].sort()))
    .toEqual(present.map(() => sorted));
  await expect
    .poll(async () => {
      const shown = present.map((person) => person.texts());
      const fresh = await Promise.all(nodes.map(async (node) => (await enter(node, 'Fresh')).texts()));
      return [...shown, ...fresh]
        .map((texts) => texts.slice(-50).join())
        .every((text, _, all) => text === all[0]);
    })
    .toBe(true);
  const [first, ...others] = present.map((person) => person.texts());
  for (const other of others) expect(other).toEqual(first);
}

it('[E1] after a flush the nodes put back what they hold, each entry once and in order', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  await sayAll(ada, numbered('a', 30));
  await sayAll(ben, numbered('b', 30));
  await expect.poll(() => [ada.entries.length, ben.entries.length]).toEqual([60, 60]);
  const before = ada.texts();
  await flush();
  await expect.poll(async () => (await enter(nodes[0], 'Fresh')).texts()).toEqual(before.slice(10));
  await expect.poll(ada.texts).toEqual(before);
  await expect.poll(ben.texts).toEqual(before);
});

it('[E1] a message sent right after a flush comes after everything that was put back', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  const said = numbered('a', 40);
  await sayAll(ada, said);
  await expect.poll(() => ben.entries.length).toBe(40);
  await flush();
  await sayAll(ben, ['right after']);
  await expectAllConverge([...said, 'right after']);
  expect(ben.texts()).toEqual([...said, 'right after']);
});

it('[E1] after a restart that lost the newest entries, nothing acknowledged is missing, doubled or reordered', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  const kept = numbered('kept', 20);
  await sayAll(ada, kept);
  await save();
  const lost = numbered('lost', 20);
  await sayAll(ben, lost);
  await expect.poll(() => [ada.entries.length, ben.entries.length]).toEqual([40, 40]);
  await redis.kill();
  await redis.restart();
  await expectAllConverge([...kept, ...lost]);
  expect(ada.texts().slice(0, 20)).toEqual(kept);
});

it('[E1] the newest 1,000 entries come back in order, even if one node holds more of them than the other', async () => {
  const ada = await enter(nodes[0], 'Ada');
  for (let hundred = 0; hundred < 12; hundred++) await sayAll(ada, numbered(`${hundred}-`, 100));
  const ben = await enter(nodes[1], 'Ben');
  await expect.poll(() => ada.entries.length).toBe(1_200);
  const newest = ada.texts().slice(-1_000);
  await flush();
  await sayAll(ben, ['right after']);
  await expect.poll(() => ada.texts().at(-1)).toBe('right after');
  const fresh = await enter(nodes[0], 'Fresh');
  await Promise.all([fresh.readAll(), ben.readAll()]);
  expect(fresh.texts()).toEqual([...newest, 'right after']);
  expect(ben.texts()).toEqual(fresh.texts());
});

it('[E1] a room whose people have all gone is put back too: a load balancer may have died with Redis', async () => {
  const ada = await enter(nodes[0], 'Ada');
  const said = numbered('a', 20);
  await sayAll(ada, said);
  ada.socket.close();
  await expect.poll(() => nodes[0]?.connections()).toBe(0);
  await redis.kill();
  await redis.restart();
  await expect.poll(async () => (await enter(nodes[1], 'Fresh')).texts()).toEqual(said);
});

it('[E1] a restart that lost everything loses nothing that a node holds', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  const said = numbered('a', 45);
  await sayAll(ada, said);
  await expect.poll(() => ben.entries.length).toBe(45);
  await redis.kill();
  await redis.restart();
  await expectAllConverge(said);
  expect(ada.texts()).toEqual(said);
});

it('[E3] what was said while Redis was losing entries converges too, under the same keys', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  const acknowledged: string[] = [];
  let isOver = false;
  const talk = async (person: Person, prefix: string) => {
    for (let index = 0; !isOver; index++) {
      const text = `${prefix}${index}`;
      // Repeats the same key until it is acknowledged, as our page does.
      while (!(await person.say(text, `key-${text.padStart(8, '0')}`)).ok) await pause(50);
      acknowledged.push(text);
      await pause(5);
    }
  };
  const talking = [talk(ada, 'a'), talk(ben, 'b')];
  await expect.poll(() => acknowledged.length).toBeGreaterThan(20);
  await save();
  for (let round = 0; round < 3; round++) {
    const count = acknowledged.length;
    await redis.kill();
    await redis.restart();
    await expect.poll(() => acknowledged.length).toBeGreaterThan(count + 20);
  }
  isOver = true;
  await Promise.all(talking);
  await expectAllConverge(acknowledged);
});

it('[E4] a restart that lost nothing changes nothing for anybody', async () => {
  const ada = await enter(nodes[0], 'Ada');
  const said = numbered('a', 10);
  await sayAll(ada, said);
  await save();
  await redis.kill();
  await redis.restart();
  await expectAllConverge(said);
  expect(ada.texts()).toEqual(said);
});

it('[S2] repeating a key after a restart of Redis returns the first position, and makes no second message', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  const first = await ada.say('once', 'the-one-key');
  await save();
  await redis.kill();
  await redis.restart();
  await expect.poll(() => ada.say('once', 'the-one-key')).toMatchObject({ ok: true });
  const again = await ada.say('once', 'the-one-key');
  if (!first.ok || !again.ok) throw new Error('Both were acknowledged.');
  expect(again.data.position.seq).toBe(first.data.position.seq);
  // The other node reconnects to Redis in its own time.
  await expect.poll(() => ben.say('after', 'another-key')).toMatchObject({ ok: true });
  await expectAllConverge(['once', 'after']);
});

it('[S2] a key that is repeated while the nodes put everything back makes one message', async () => {
  const [ada] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  await ada.say('once', 'the-one-key');
  await flush();
  for (let times = 0; times < 20; times += 1) await ada.say('once', 'the-one-key');
  await expectAllConverge(['once']);
});

async function withAdmin(work: (admin: Redis) => Promise<unknown>): Promise<void> {
  const admin = new Redis(redis.url);
  await work(admin);
  admin.disconnect();
}

const flush = () => withAdmin((admin) => admin.flushall());
/** A snapshot on disk, from which the next start begins. */
const save = () => withAdmin((admin) => admin.save());
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
