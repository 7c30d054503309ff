import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import type { Session } from '@/lib/chat/events/session';
import { aMessage } from '@/lib/chat/message-for-tests';
import { LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import { connectClient } from '@/lib/server/testing/node-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

it('[D1] people on two nodes see all messages in one order, each once', async () => {
  const [ada, ben] = await Promise.all([
    place.enter(place.nodes[0], 'Ada'),
    place.enter(place.nodes[1], 'Ben'),
  ]);
  const answers = [];
  for (let index = 0; index < 200; index++) answers.push(ada.say(`a${index}`), ben.say(`b${index}`));
  expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
  await expect.poll(() => [ada.entries.length, ben.entries.length]).toEqual([400, 400]);
  expect(ada.texts()).toEqual(ben.texts());
  expect(new Set(ada.texts()).size).toBe(400);
});

it('[D2] what a node missed while its subscription was cut is read from the log, in its place', async () => {
  const [ada, ben] = await Promise.all([
    place.enter(place.nodes[0], 'Ada'),
    place.enter(place.nodes[1], 'Ben'),
  ]);
  await ada.say('before');
  await expect.poll(ben.texts).toEqual(['before']);
  const saying = [];
  for (let index = 0; index < 50; index++) {
    if (index % 10 === 0) await place.admin.commands.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    saying.push(ada.say(`m${index}`));
  }
  await Promise.all(saying);
  const expected = ['before', ...saying.map((_, index) => `m${index}`)];
  await expect.poll(ben.texts).toEqual(expected);
  await expect.poll(ada.texts).toEqual(expected);
});

it('[D3] an entry whose publication was lost is found by comparing the top of the log', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  await ada.say('first');
  await expect.poll(ada.texts).toEqual(['first']);
  const silent = aMessage({ id: 'x:silent', text: 'unheard' });
  await place.admin.commands
    .multi()
    .hincrby('concord:{lobby}:place', 'top', 1)
    .xadd('concord:{lobby}:log', '2-0', 'id', silent.id, 'uncounted', '0')
    .hset('concord:{lobby}:kept', '2', JSON.stringify(silent))
    .exec();
  await expect.poll(ada.texts).toEqual(['first', 'unheard']);
});

it('[S2] repeating a key, from another node, makes no second message', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const cookie = await cookieOf(place.nodes[0]);
  const tabs = place.nodes.map((node) => connectClient(node.url, { name: 'Ben', cookie }));
  for (const socket of tabs) place.opened(socket);
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

it('[R1] a member who joins in the middle of a flood misses nothing between the page and what follows, and gets nothing twice', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const answers = [];
  const arrivals = [];
  for (let index = 0; index < 300; index++) {
    answers.push(ada.say(`m${index}`));
    if (index % 20 === 10) {
      await answers.at(-1);
      arrivals.push(place.enter(place.nodes[(index / 10) % 2 < 1 ? 0 : 1], `Late ${index}`));
    }
  }
  await Promise.all(answers);
  await expect.poll(() => ada.entries.length).toBe(300);
  for (const late of await Promise.all(arrivals)) {
    await expect.poll(() => late.texts().at(-1)).toBe('m299');
    expect(late.texts()).toEqual(ada.texts().slice(-late.entries.length));
  }
});

it('[R2] a client that comes back at another node gets what it missed, and nothing twice', async () => {
  const [ada, ben] = await Promise.all([
    place.enter(place.nodes[0], 'Ada'),
    place.enter(place.nodes[0], 'Ben'),
  ]);
  await ada.say('seen');
  await expect.poll(ben.texts).toEqual(['seen']);
  const { position } = (
    (await ada.say('seen too')) as { ok: true; data: { position: { epoch: number; seq: number } } }
  ).data;
  await expect.poll(ben.texts).toEqual(['seen', 'seen too']);
  ben.socket.close();
  await ada.say('missed');
  const again = await place.enter(place.nodes[1], 'Ben');
  const joined = await again.socket.emitWithAck('room:join', { room: LOBBY, position });
  expect(joined).toMatchObject({
    ok: true,
    data: { catchUp: { kind: 'delta', from: 3, entries: [{ text: 'missed' }] } },
  });
});

it('[R3] a position in an unknown history gets a fresh page, not a gap', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
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

it('[R3] a client further behind than a delta reaches gets the newest page and is told that there is more', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const first = await ada.say('0');
  if (!first.ok) throw new Error(first.error.message);
  await Promise.all(Array.from({ length: 600 }, (_, index) => ada.say(String(index + 1))));
  // An acknowledged message is in the log; the node hears of it a moment later.
  await expect.poll(() => ada.entries.length).toBe(601);
  const { position } = first.data;
  const joined = await ada.socket.emitWithAck('room:join', { room: LOBBY, position });
  expect(joined).toMatchObject({ ok: true, data: { catchUp: { kind: 'reset', from: 552, hasOlder: true } } });
  if (joined.ok) expect(joined.data.catchUp.entries).toHaveLength(50);
});

it('[R3] a client that comes back 10,000 entries behind ends, page by page, with what a fresh load shows', async () => {
  const [ada, ben] = await Promise.all([
    place.enter(place.nodes[0], 'Ada'),
    place.enter(place.nodes[1], 'Ben'),
  ]);
  await ada.say('first');
  await expect.poll(ben.texts).toEqual(['first']);
  ben.socket.disconnect();
  for (let thousand = 0; thousand < 10; thousand++) {
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => ada.say(`${thousand}.${index}`)));
  }
  ben.socket.connect();
  await expect.poll(() => ben.texts().at(-1)).toBe('9.999');
  const fresh = await place.enter(place.nodes[0], 'Fresh');
  await Promise.all([ben.readAll(), fresh.readAll(), expect.poll(() => ada.entries.length).toBe(10_001)]);
  expect(ben.entries).toEqual(fresh.entries);
  expect(ben.entries).toEqual(ada.entries);
});

it('[A4] a node tells everybody, newcomers too, when it can no longer store, and when it can again', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const heard: boolean[] = [];
  ada.socket.on('store:changed', ({ isStoring }) => heard.push(isStoring));
  await place.redis.kill();
  await expect.poll(() => heard).toEqual([false]);
  const late = place.opened(connectClient(place.nodes[0].url, { name: 'Late' }));
  const session = await new Promise<Session>((resolve) => late.once('session:opened', resolve));
  expect(session.isStoring).toBe(false);
  await place.redis.restart();
  await expect.poll(() => heard).toEqual([false, true]);
});

it('[A6] a node that cannot store lets newcomers in, but not those who come because theirs cannot either', async () => {
  const { url } = place.nodes[0];
  const auth = { version: PROTOCOL_VERSION, name: 'Ada', needsStore: true };
  const come = () => {
    const options = { forceNew: true, transports: ['websocket'], reconnection: false, auth };
    const socket = place.opened(io(`${url}/chat`, options));
    return new Promise<string>((resolve) => {
      socket.once('session:opened', () => resolve('opened'));
      socket.once('connect_error', (error: Error & { data?: { code: string } }) =>
        resolve(error.data?.code ?? error.message),
      );
    });
  };
  const word = async () => (await (await fetch(`${url}/healthz/store`)).text()).trim();
  expect([await come(), await word()]).toEqual(['opened', 'ready']);
  await place.redis.kill();
  await expect.poll(come).toBe('store_unavailable');
  expect(await word()).toBe('not ready');
  const other = place.opened(connectClient(url, { name: 'Ben' }));
  const session = await new Promise<Session>((resolve) => other.once('session:opened', resolve));
  expect(session.isStoring).toBe(false);
  await place.redis.restart();
  await expect.poll(come).toBe('opened');
});

it('[A1] while Redis is away a message is refused as retryable, no node dies, and the same key goes through afterwards', async () => {
  const [ada, ben] = await Promise.all([
    place.enter(place.nodes[0], 'Ada'),
    place.enter(place.nodes[1], 'Ben'),
  ]);
  await place.redis.kill();
  const refused = { ok: false, error: { code: 'store_unavailable', retryable: true } };
  expect(await ada.say('patience', 'patience-key')).toMatchObject(refused);
  await expect.poll(async () => (await fetch(`${place.nodes[0].url}/readyz`)).status).toBe(503);
  expect((await fetch(`${place.nodes[0].url}/healthz`)).status).toBe(200);
  expect(ben.texts()).toEqual([]);
  await place.redis.restart();
  await expect.poll(async () => (await ada.say('patience', 'patience-key')).ok).toBe(true);
  await expect.poll(async () => (await fetch(`${place.nodes[0].url}/readyz`)).status).toBe(200);
  await expect.poll(ben.texts).toEqual(['patience']);
  await expect.poll(ada.texts).toEqual(['patience']);
});
