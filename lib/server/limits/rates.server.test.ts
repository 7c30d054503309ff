import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Session } from '@/lib/chat/events/session';
import { LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import { connectClient, type NodeForTests, Person } from '@/lib/server/testing/node-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();
const MINUTE_MS = 60_000;

/** Two nodes with settings of their own, for this test. */
async function startTwo(settings: Record<string, string>): Promise<[NodeForTests, NodeForTests]> {
  const start = async (id: string) => {
    const node = await place.startNode(id, settings);
    place.opened(node);
    return node;
  };
  return [await start('limited-one'), await start('limited-two')];
}

async function come(node: NodeForTests, name: string, cookie: string): Promise<Person> {
  const person = new Person(place.opened(connectClient(node.url, { name, cookie })), name);
  await new Promise<void>((resolve) => person.socket.once('session:opened', () => resolve()));
  await person.join();
  return person;
}

const tooFast = { ok: false, error: expect.objectContaining({ code: 'rate_limited', retryable: true }) };

it('[F1] a member has one limit across all nodes and tabs, and a refusal names the time to wait', async () => {
  const nodes = await startTwo({ RATE_MESSAGES: '4/1m' });
  const cookie = await cookieOf(nodes[0]);
  const tabs = [await come(nodes[0], 'Ada', cookie), await come(nodes[1], 'Ada', cookie)];
  for (const [index, tab] of [...tabs, ...tabs].entries()) {
    expect(await tab.say(`${index}`, `ada-key-${index}`)).toMatchObject({ ok: true });
  }
  for (const tab of tabs) {
    const refused = await tab.say('one more', 'ada-key-one-more');
    expect(refused).toMatchObject(tooFast);
    const waitMs = refused.ok ? 0 : refused.error.retryAfterMs;
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(MINUTE_MS);
  }
});

it('[F2] nobody else is slowed down by a member who is too fast, not even at the same address', async () => {
  const [node] = await startTwo({ RATE_MESSAGES: '2/1m', RATE_ADDRESS_FACTOR: '2' });
  const mallory = await come(node, 'Mallory', await cookieOf(node));
  const ben = await come(node, 'Ben', await cookieOf(node));
  const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => mallory.say(`${index}`)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(2);
  expect(await ben.say('one')).toMatchObject({ ok: true });
  expect(await ben.say('two')).toMatchObject({ ok: true });
  for (const { texts } of [ben, mallory]) await expect.poll(texts).toEqual(['0', '1', 'one', 'two']);
});

it('[F2] the members at one address share a limit, across all nodes', async () => {
  const nodes = await startTwo({ RATE_MESSAGES: '2/1m', RATE_ADDRESS_FACTOR: '2' });
  const answers: boolean[] = [];
  for (const name of ['Ada', 'Ben', 'Cleo']) {
    const node = nodes[answers.length % 2] as NodeForTests;
    const person = await come(node, name, await cookieOf(node));
    for (const text of ['one', 'two']) answers.push((await person.say(`${name} ${text}`)).ok);
  }
  expect(answers).toEqual([true, true, true, true, false, false]);
});

it('[F1] names, joins and history have limits of their own', async () => {
  const [node] = await startTwo({ RATE_NAMES: '2/1m', RATE_JOINS: '2/1m', RATE_HISTORY: '1/1m' });
  const { socket } = await come(node, 'Ada', await cookieOf(node));
  const history = () => socket.emitWithAck('room:history', { room: LOBBY, before: 1 });
  const setName = () => socket.emitWithAck('name:set', { name: 'Countess' });
  const join = () => socket.emitWithAck('room:join', { room: LOBBY });
  expect((await Promise.all([history(), setName(), join()])).map(({ ok }) => ok)).toEqual([true, true, true]);
  for (const again of [history, setName, join]) expect(await again()).toMatchObject(tooFast);
  expect(await socket.emitWithAck('node:ping', {})).toMatchObject({ ok: true });
});

it('[F1] names claimed on connecting count, except the one that the member has already', async () => {
  const nodes = await startTwo({ RATE_NAMES: '2/1m' });
  const cookie = await cookieOf(nodes[0]);
  const nameOf = async (name: string, index = 0) => {
    const socket = place.opened(connectClient((nodes[index % 2] as NodeForTests).url, { name, cookie }));
    const { member, nameError } = await new Promise<Session>((resolve) =>
      socket.once('session:opened', resolve),
    );
    socket.disconnect();
    return nameError?.code ?? member.name;
  };
  for (let tab = 0; tab < 8; tab += 1) expect(await nameOf('Ada', tab)).toBe('Ada');
  expect(await nameOf('Countess')).toBe('Countess');
  expect(await nameOf('Lady Ada')).toBe('rate_limited');
  expect(await nameOf('Countess', 1)).toBe('Countess');
});

it('[F5] a connection has one session of each protocol in its life', async () => {
  const [node] = await startTwo({});
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  place.opened(socket);
  const heard: string[] = [];
  socket.on('message', (packet) => void heard.push(String(packet)));
  const says = async (packet: string, answer: RegExp) => {
    socket.send(packet);
    await expect.poll(() => heard.at(-1)).toMatch(answer);
  };
  await expect.poll(() => heard).toHaveLength(1);
  const connect = `40/chat,${JSON.stringify({ version: PROTOCOL_VERSION })}`;
  await says(connect, /session:opened/);
  socket.send('41/chat,');
  await says('40/nowhere,', /^44\/nowhere/);
  await says(connect, /^44\/chat,.*bad_request/);
  await says('40', /You have entered/);
  socket.send('41');
  await says('40/elsewhere,', /^44\/elsewhere/);
  socket.send('40');
  await expect.poll(() => socket.readyState).toBe(WebSocket.CLOSED);
});

it('[F1] with default settings, a moderator who meets a raid removes many at once', async () => {
  const [node] = await startTwo({ RATE_ROOMS: '', RATE_MODERATION: '' });
  const { socket } = await come(node, 'Ada', await cookieOf(node));
  await socket.emitWithAck('room:make', { kind: 'open', id: 'plans', title: 'Plans', topic: '' });
  await socket.emitWithAck('room:join', { room: 'plans' });
  const slow = (everyMs: number) =>
    socket.emitWithAck('room:moderate', { room: 'plans', action: { kind: 'slow', everyMs } });
  for (let count = 0; count < 25; count += 1) expect(await slow(count * 1_000)).toMatchObject({ ok: true });
  const many = await Promise.all(Array.from({ length: 40 }, (_, count) => slow(count * 1_000)));
  expect(many).toContainEqual(expect.objectContaining(tooFast));
});

it('[F7] a classic client is told in words how long to wait', async () => {
  const [node] = await startTwo({ RATE_MESSAGES: '1/1m', RATE_NAMES: '1/1m' });
  const socket = place.opened(io(node.url, { forceNew: true, transports: ['websocket'] }));
  const heard: string[] = [];
  socket.on('message', (text: string) => void heard.push(text));
  socket.emit('set_username', 'Cleo');
  socket.send('one');
  socket.send('two');
  await expect.poll(() => heard).toContain('Cleo: one');
  await expect.poll(() => heard).toContain('Failed to send message: You are too fast. Please wait 60 s.');
  socket.emit('set_username', 'Caesar');
  await expect.poll(() => heard.at(-1)).toMatch(/^You are too fast. Please wait \d+ s\.$/);
  expect(heard).not.toContain('Cleo: two');
});

it('[F3] a client that floods is disconnected, may come back, and does not affect the others', async () => {
  const nodes = await startTwo({ RATE_MESSAGES: '5/1s', RATE_PACKETS: '300/20ms' });
  const ben = await come(nodes[0], 'Ben', await cookieOf(nodes[0]));
  const cleo = await come(nodes[1], 'Cleo', await cookieOf(nodes[1]));
  const mallory = await come(nodes[0], 'Mallory', await cookieOf(nodes[0]));
  let [departures, returns] = [0, 0];
  mallory.socket.on('disconnect', () => {
    departures += 1;
  });
  mallory.socket.on('connect', () => {
    returns += 1;
  });
  const before = await commandsDone();
  let sent = 0;
  const flood = setInterval(() => {
    for (let count = 0; count < 100; count++) {
      sent += 1;
      mallory.socket.volatile.emit(
        'message:send',
        { room: LOBBY, key: `flood-${count}`, text: 'x' },
        () => {},
      );
    }
  }, 10);
  for (let count = 0; count < 3; count++) {
    await expect.poll(() => ben.say(`ben ${count}`)).toMatchObject({ ok: true });
    await expect.poll(() => cleo.texts()).toContain(`ben ${count}`);
  }
  const seen = () => ({
    departures: Math.min(departures, 2),
    returns: Math.min(returns, 2),
    isMuch: sent > 20_000,
  });
  await expect.poll(seen, { timeout: 45_000 }).toEqual({ departures: 2, returns: 2, isMuch: true });
  clearInterval(flood);
  // The client's reconnecting costs Redis more than its flood.
  expect((await commandsDone()) - before).toBeLessThan(sent / 10);
  await expect.poll(() => cleo.texts()).toEqual(ben.texts());
});

it('[F4] while Redis is away, connections are accepted', async () => {
  const [node] = await startTwo({ RATE_CONNECTIONS: '50/10ms', RATE_JOINS: '50/10ms' });
  const cookie = await cookieOf(node);
  await place.redis.kill();
  const socket = place.opened(connectClient(node.url, { cookie }));
  await new Promise<void>((resolve) => socket.once('session:opened', () => resolve()));
  expect(await socket.emitWithAck('node:ping', {})).toMatchObject({ ok: true });
  await place.redis.restart();
});

async function commandsDone(): Promise<number> {
  const stats = await place.admin.commands.info('stats');
  return Number(/total_commands_processed:(\d+)/.exec(stats)?.[1]);
}
