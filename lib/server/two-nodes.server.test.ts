import { pino } from 'pino';
import { io } from 'socket.io-client';
// @ts-expect-error: its declarations are out of reach of its package's exports
import { io as untypedIo401 } from 'socket.io-client-4.0.1';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { LOBBY, type PresenceChange } from '@/lib/chat/protocol';
import { connectClient, enterLobby, type NodeForTests, startNodeForTests } from './node-for-tests';
import { connectRedis, type RedisConnections } from './redis';
import { type RedisForTests, startRedisForTests } from './stores/redis-for-tests';

/** The tutorial's client. */
const io401: typeof io = untypedIo401;

let redis: RedisForTests;
let admin: RedisConnections;
let nodes: [NodeForTests, NodeForTests];
const open: { close(): unknown }[] = [];

const startNode = (NODE_ID: string, timing = {}) =>
  startNodeForTests(
    { REDIS_URL: redis.url, NODE_ID },
    { graceMs: 200, tendEveryMs: 300, checkEveryMs: 300, ...timing },
  );

beforeAll(async () => {
  redis = await startRedisForTests();
  admin = connectRedis(redis.url, pino({ level: 'silent' }));
  await admin.ready(5_000);
});
afterAll(async () => {
  admin?.close();
  await redis?.stop();
});

beforeEach(async () => {
  await admin.commands.flushall();
  nodes = await Promise.all([startNode('one'), startNode('two')]);
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.close();
  await Promise.all(nodes.map((node) => node.close()));
});

async function enter(node: NodeForTests, name: string) {
  const person = await enterLobby(node.url, name);
  open.push(person.socket);
  return person;
}

it('[D1] people on two nodes see all messages in one order, each once', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  const answers = [];
  for (let index = 0; index < 200; index++) answers.push(ada.say(`a${index}`), ben.say(`b${index}`));
  expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
  await expect.poll(() => [ada.entries.length, ben.entries.length]).toEqual([400, 400]);
  expect(ada.texts()).toEqual(ben.texts());
  expect(new Set(ada.texts()).size).toBe(400);
});

it('[D2] what a node missed while its subscription was cut is read from the log, in its place', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  await ada.say('before');
  await expect.poll(ben.texts).toEqual(['before']);
  const saying = [];
  for (let index = 0; index < 50; index++) {
    if (index % 10 === 0) await admin.commands.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    saying.push(ada.say(`m${index}`));
  }
  await Promise.all(saying);
  const expected = ['before', ...saying.map((_, index) => `m${index}`)];
  await expect.poll(ben.texts).toEqual(expected);
  await expect.poll(ada.texts).toEqual(expected);
});

it('[D3] an entry whose publication never came is found by comparing the top of the log', async () => {
  const ada = await enter(nodes[0], 'Ada');
  await ada.say('first');
  await expect.poll(ada.texts).toEqual(['first']);
  const silent = { kind: 'posted', id: 'x:silent', author: { id: 'x', name: 'X' }, text: 'unheard', at: 0 };
  await admin.commands
    .multi()
    .hincrby('concord:{lobby}:place', 'top', 1)
    .xadd('concord:{lobby}:log', '2-0', 'id', silent.id, 'entry', JSON.stringify(silent))
    .exec();
  await expect.poll(ada.texts).toEqual(['first', 'unheard']);
});

it('[S2] the same key sent again, from another node, is the same message', async () => {
  const ada = await enter(nodes[0], 'Ada');
  const cookie = await cookieOf(nodes[0]);
  const tabs = nodes.map((node) => connectClient(node.url, { name: 'Ben', cookie }));
  open.push(...tabs);
  await Promise.all(tabs.map((tab) => tab.emitWithAck('room:join', { room: LOBBY })));
  const answers = await Promise.all(
    [...tabs, ...tabs].map((tab) =>
      tab.emitWithAck('message:send', { room: LOBBY, key: 'the-one-key', text: 'once' }),
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ ok: true, data: { position: { seq: 1 } } });
  await ada.say('after');
  await expect.poll(ada.texts).toEqual(['once', 'after']);
});

it('[R1] who joins in the middle of a flood misses nothing between the page and what follows, and gets nothing twice', async () => {
  const ada = await enter(nodes[0], 'Ada');
  const answers = [];
  const arrivals = [];
  for (let index = 0; index < 300; index++) {
    answers.push(ada.say(`m${index}`));
    if (index % 20 === 10) {
      await answers.at(-1);
      arrivals.push(enter(nodes[(index / 10) % 2 < 1 ? 0 : 1], `Late ${index}`));
    }
  }
  await Promise.all(answers);
  await expect.poll(() => ada.entries.length).toBe(300);
  for (const late of await Promise.all(arrivals)) {
    await expect.poll(() => late.texts().at(-1)).toBe('m299');
    expect(late.texts()).toEqual(ada.texts().slice(-late.entries.length));
  }
});

it('[R2] who comes back at another node gets what it missed and nothing twice', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[0], 'Ben')]);
  await ada.say('seen');
  await expect.poll(ben.texts).toEqual(['seen']);
  const { position } = (
    (await ada.say('seen too')) as { ok: true; data: { position: { epoch: number; seq: number } } }
  ).data;
  await expect.poll(ben.texts).toEqual(['seen', 'seen too']);
  ben.socket.close();
  await ada.say('missed');
  const again = await enter(nodes[1], 'Ben');
  const joined = await again.socket.emitWithAck('room:join', { room: LOBBY, position });
  expect(joined).toMatchObject({
    ok: true,
    data: { catchUp: { kind: 'delta', from: 3, entries: [{ text: 'missed' }] } },
  });
});

it('[R3] a position of a history that never was gets a fresh page, not a hole', async () => {
  const ada = await enter(nodes[0], 'Ada');
  await ada.say('one');
  const joined = await ada.socket.emitWithAck('room:join', {
    room: LOBBY,
    position: { epoch: Number.MAX_SAFE_INTEGER, seq: 1 },
  });
  expect(joined).toMatchObject({
    ok: true,
    data: { catchUp: { kind: 'reset', from: 1, entries: [{ text: 'one' }] } },
  });
});

it('[R3] who is further behind than a delta reaches gets the newest page and is told that there is more', async () => {
  const ada = await enter(nodes[0], 'Ada');
  const first = await ada.say('0');
  if (!first.ok) throw new Error(first.error.message);
  await Promise.all(Array.from({ length: 600 }, (_, index) => ada.say(String(index + 1))));
  const { position } = first.data;
  const joined = await ada.socket.emitWithAck('room:join', { room: LOBBY, position });
  expect(joined).toMatchObject({ ok: true, data: { catchUp: { kind: 'reset', from: 552, hasOlder: true } } });
  if (joined.ok) expect(joined.data.catchUp.entries).toHaveLength(50);
});

it('[A1] while Redis is away a message is refused as retryable, no node dies, and the same key goes through after', async () => {
  const [ada, ben] = await Promise.all([enter(nodes[0], 'Ada'), enter(nodes[1], 'Ben')]);
  await redis.kill();
  const refused = { ok: false, error: { code: 'store_unavailable', retryable: true } };
  expect(await ada.say('patience', 'patience-key')).toMatchObject(refused);
  await expect.poll(async () => (await fetch(`${nodes[0].url}/readyz`)).status).toBe(503);
  expect((await fetch(`${nodes[0].url}/healthz`)).status).toBe(200);
  expect(ben.texts()).toEqual([]);
  await redis.restart();
  await expect.poll(async () => (await ada.say('patience', 'patience-key')).ok).toBe(true);
  await expect.poll(async () => (await fetch(`${nodes[0].url}/readyz`)).status).toBe(200);
  await expect.poll(ben.texts).toEqual(['patience']);
  await expect.poll(ada.texts).toEqual(['patience']);
});

it('[P6] who is here is the same on both nodes; leaving is announced after the grace, coming back within it is not', async () => {
  const ada = await enter(nodes[0], 'Ada');
  const changes: PresenceChange[] = [];
  ada.socket.on('presence:changed', (change) => void changes.push(change));
  const cookie = await cookieOf(nodes[1]);
  const join = async (node: NodeForTests) => {
    const socket = connectClient(node.url, { name: 'Ben', cookie });
    open.push(socket);
    await socket.emitWithAck('room:join', { room: LOBBY });
    return socket;
  };
  const first = await join(nodes[1]);
  await expect.poll(() => changes.map(({ joined }) => joined.map(({ name }) => name))).toEqual([['Ben']]);
  first.close();
  const second = await join(nodes[0]);
  const third = await enter(nodes[1], 'Cleo');
  expect(third.joined.present.members.map(({ name }) => name).sort()).toEqual(['Ada', 'Ben', 'Cleo']);
  second.close();
  await expect.poll(() => changes.flatMap(({ left }) => left.map(({ name }) => name))).toEqual(['Ben']);
  expect(changes.flatMap(({ joined }) => joined.map(({ name }) => name))).toEqual(['Ben', 'Cleo']);
});

it('[P3] people of a node that died are announced as gone by the others', async () => {
  const ada = await enter(nodes[0], 'Ada');
  const changes: PresenceChange[] = [];
  ada.socket.on('presence:changed', (change) => void changes.push(change));
  const dying = await startNode('three');
  const ben = await enter(dying, 'Ben');
  await expect.poll(() => changes.flatMap(({ joined }) => joined)).toMatchObject([{ name: 'Ben' }]);
  ben.socket.io.reconnection(false);
  await dying.close();
  expect(await admin.commands.hlen('concord:{lobby}:members')).toBe(2);
  const lease = (await admin.commands.zrange('concord:nodes', 0, '-1')).find((name) =>
    name.startsWith('three.'),
  );
  await admin.commands.zadd('concord:nodes', '1', lease ?? 'no lease');
  await expect.poll(() => changes.flatMap(({ left }) => left)).toMatchObject([{ name: 'Ben' }]);
  expect(await admin.commands.hlen('concord:{lobby}:members')).toBe(1);
});

it('[P5] a connected client has a session in Redis, empty at first, then with its name, gone on disconnect', async () => {
  const client = io(nodes[0].url, { forceNew: true, transports: ['websocket'] });
  open.push(client);
  const sessions = async () => {
    const [key] = await admin.commands.keys('concord:node:one.*:sessions');
    return key === undefined ? {} : admin.commands.hgetall(key);
  };
  await expect.poll(async () => Object.values(await sessions())).toEqual(['']);
  client.emit('set_username', 'Ada');
  await expect.poll(async () => Object.values(await sessions())).toEqual(['Ada']);
  client.close();
  await expect.poll(sessions).toEqual({});
});

for (const transport of ['websocket', 'polling']) {
  it(`[K1] a classic client over ${transport} and our page on the other node read each other, word for word`, async () => {
    const ada = await enter(nodes[1], 'Ada');
    const heard: string[] = [];
    const classic = io401(nodes[0].url, { forceNew: true, transports: [transport] });
    open.push(classic);
    classic.on('message', (text: string) => void heard.push(text));
    await expect.poll(() => heard).toEqual(['You have entered the chat room!']);
    classic.send('too early');
    await expect.poll(() => heard.at(-1)).toBe('Failed to send message: Please set a username first.');
    classic.emit('set_username', 'Bob');
    await expect.poll(() => heard.at(-1)).toBe('Your username has been set to: Bob');
    classic.send('Hello from 2021');
    await expect.poll(() => heard.at(-1)).toBe('Bob: Hello from 2021');
    await expect.poll(ada.texts).toEqual(['Hello from 2021']);
    await ada.say('Hello from today');
    await expect.poll(() => heard.at(-1)).toBe('Ada: Hello from today');
    ada.socket.close();
    await expect.poll(() => heard.at(-1)).toBe('Ada has left the chat room.');
    expect(heard).toHaveLength(6);
  });
}

it('[K1] a classic client that talks the moment it connects hears all of its own words', async () => {
  const heard: string[] = [];
  // Redis takes its time, so that the room is still being read when the words come.
  await admin.commands.call('CLIENT', 'PAUSE', '1500');
  const classic = io(nodes[0].url, { forceNew: true, transports: ['websocket'] });
  open.push(classic);
  classic.on('message', (text: string) => void heard.push(text));
  classic.emit('set_username', 'Bob');
  const texts = Array.from({ length: 100 }, (_, index) => `word ${index}`);
  for (const text of texts) classic.send(text);
  await expect.poll(() => heard.slice(2)).toEqual(texts.map((text) => `Bob: ${text}`));
});

it('[K2] when a named classic client goes, everyone else reads it at once, and of a nameless one nothing', async () => {
  const heard: string[] = [];
  const witness = io(nodes[1].url, { forceNew: true, transports: ['websocket'] });
  const named = io(nodes[0].url, { forceNew: true, transports: ['websocket'] });
  const nameless = io(nodes[0].url, { forceNew: true, transports: ['websocket'] });
  open.push(witness, named, nameless);
  witness.on('message', (text: string) => void heard.push(text));
  await vi.waitUntil(() => witness.connected && named.connected && nameless.connected);
  named.emit('set_username', 'Bob');
  named.send('bye');
  await expect.poll(() => heard.at(-1)).toBe('Bob: bye');
  nameless.close();
  named.close();
  await expect.poll(() => heard.at(-1)).toBe('Bob has left the chat room.');
  expect(heard).toHaveLength(3);
});

/** The cookie that makes a program come back as the same member. */
async function cookieOf(node: NodeForTests): Promise<string> {
  const response = await fetch(`${node.url}/socket.io/?EIO=4&transport=polling`);
  return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

it('[R4] a node that ends asks its clients to go, over the drain time, lets nobody in, and waits for them', async () => {
  const node = await startNodeForTests({ REDIS_URL: redis.url, DRAIN_MS: '300' });
  const clients = Array.from({ length: 4 }, (_, index) =>
    connectClient(node.url, { name: `Client ${index}` }),
  );
  open.push(...clients);
  await Promise.all(
    clients.map((client) => new Promise((resolve) => client.once('session:opened', resolve))),
  );
  const asked: number[] = [];
  for (const client of clients) {
    client.io.reconnection(false);
    client.on('node:draining', () => {
      asked.push(performance.now());
      client.close();
    });
  }
  const started = performance.now();
  await node.drain();
  expect(asked).toHaveLength(4);
  const [first = 0, , , last = 0] = asked;
  expect(first - started).toBeLessThan(last - started);
  expect(last - first).toBeGreaterThan(150);
  await expect(fetch(`${node.url}/healthz`)).rejects.toThrow();
  await node.close();
});
