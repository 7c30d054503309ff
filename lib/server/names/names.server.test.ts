import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { isMessage } from '@/lib/chat/entry';
import type { NameChange, Session } from '@/lib/chat/events/session';
import type { PresenceChange } from '@/lib/chat/presence';
import { LOBBY } from '@/lib/chat/protocol';
import { type ChatClient, connectClient, type NodeForTests } from '@/lib/server/testing/node-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

/** Somebody with an identity, and the session that the node opened. */
async function come(node: NodeForTests, name?: string, cookie?: string) {
  const identity = cookie ?? (await cookieOf(node));
  const socket = connectClient(node.url, { cookie: identity, ...(name === undefined ? {} : { name }) });
  place.opened(socket);
  const session = await new Promise<Session>((resolve) => socket.once('session:opened', resolve));
  return { socket, session, cookie: identity };
}

const setName = (socket: ChatClient, name: string) => socket.emitWithAck('name:set', { name });
const refused = (freeNames: string[]) => ({ code: 'name_taken', retryable: false, freeNames });

async function classic(node: NodeForTests) {
  const socket = io(node.url, { forceNew: true, transports: ['websocket'] });
  place.opened(socket);
  const heard: string[] = [];
  socket.on('message', (text: string) => void heard.push(text));
  await expect.poll(() => heard).toEqual(['You have entered the chat room!']);
  return { socket, heard };
}

it('[N6] if two browsers claim one name at the same instant on two nodes, exactly one gets it', async () => {
  const [one, two] = await Promise.all(place.nodes.map((node) => come(node)));
  if (!one || !two) throw new Error('There are two nodes.');
  for (let round = 0; round < 20; round++) {
    const [mine, yours] = [`Name ${round}`, `NAME${round}`];
    const answers = await Promise.all([setName(one.socket, mine), setName(two.socket, yours)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  }
});

it('[N6] the same holds for names that browsers remember', async () => {
  const cookies = await Promise.all(place.nodes.map(cookieOf));
  const people = await Promise.all(
    place.nodes.flatMap((node, index) => [come(node, 'Ada', cookies[index]), come(node, 'ADA')]),
  );
  expect(people.filter(({ session }) => session.member.name !== null)).toHaveLength(1);
});

it('[N7] a member who asks for a taken name is offered up to three similar free ones', async () => {
  await come(place.nodes[0], 'Ada');
  await come(place.nodes[0], 'Ada 3');
  const { socket } = await come(place.nodes[1]);
  const answer = await setName(socket, 'ada');
  expect(answer).toMatchObject({ ok: false, error: refused(['ada 2', 'ada 4', 'ada 5']) });
  expect(await setName(socket, 'ada 2')).toEqual({ ok: true, data: { name: 'ada 2' } });
  const again = await setName(socket, 'Ada 3');
  expect(again).toMatchObject({ ok: false, error: refused(['Ada 4', 'Ada 5', 'Ada 6']) });
});

it('[N14] a name that looks like somebody else’s is refused as if it were taken, at every node', async () => {
  const ada = await come(place.nodes[0], 'Ada');
  const { socket } = await come(place.nodes[1]);
  const answer = await setName(socket, 'Аdа');
  expect(answer).toMatchObject({ ok: false, error: refused(['Аdа 2', 'Аdа 3', 'Аdа 4']) });
  const { session } = await come(place.nodes[1], 'АDА');
  expect(session).toMatchObject({ member: { name: null }, nameError: { code: 'name_taken' } });
  expect(await setName(ada.socket, 'Аdа')).toMatchObject({ ok: true });
});

it('[N8] the name of a member who left is held for its time, and theirs again when they come back', async () => {
  const node = await place.startNode('three', {}, { nameHoldMs: 60_000, renewNamesEveryMs: 50 });
  const ada = await come(node, 'Ada');
  ada.socket.close();
  const eve = await come(place.nodes[0]);
  expect(await setName(eve.socket, 'Ada')).toMatchObject({ ok: false });
  expect((await come(place.nodes[0], 'Ada', ada.cookie)).session.member.name).toBe('Ada');
  await node.close();
});

it('[N8] a name is free once its time is over', async () => {
  const node = await place.startNode('three', {}, { nameHoldMs: 100, renewNamesEveryMs: 50 });
  const [ada, eve] = [await come(node, 'Ada'), await come(node)];
  expect(await setName(eve.socket, 'Ada')).toMatchObject({ ok: false });
  ada.socket.close();
  await expect.poll(async () => (await setName(eve.socket, 'Ada')).ok).toBe(true);
  await node.close();
});

it('[N8] a member who takes another name leaves the old one to others', async () => {
  const [ada, eve] = [await come(place.nodes[0], 'Ada'), await come(place.nodes[1])];
  expect(await setName(ada.socket, 'Countess')).toMatchObject({ ok: true });
  expect(await setName(eve.socket, 'Ada')).toMatchObject({ ok: true });
});

it('[N8] members who are here get back the names that Redis forgot', async () => {
  await come(place.nodes[0], 'Ada');
  const eve = await come(place.nodes[1]);
  await place.admin.commands.del('concord:{names}:owners', 'concord:{names}:members', 'concord:{names}:ends');
  await expect.poll(() => place.admin.commands.hlen('concord:{names}:owners')).toBe(1);
  expect(await setName(eve.socket, 'Ada')).toMatchObject({ ok: false });
});

it('[N9] a new name applies to all tabs, at all nodes, and to everything said from then on', async () => {
  const rarely = { renewNamesEveryMs: 60_000 };
  const nodes = [
    await place.startNode('three', {}, rarely),
    await place.startNode('four', {}, rarely),
  ] as const;
  const witness = await place.enter(place.nodes[1], 'Witness');
  const lines: PresenceChange['renamed'][number][] = [];
  const came: string[] = [];
  witness.socket.on('presence:changed', ({ joined, renamed }) => {
    came.push(...joined.map(({ name }) => name));
    lines.push(...renamed);
  });
  const ada = await come(nodes[0], 'Ada');
  const tabs = [ada, ...(await Promise.all(nodes.map((node) => come(node, 'Ada', ada.cookie))))];
  const changes: NameChange[] = [];
  for (const { socket } of tabs) {
    socket.on('name:changed', (change) => void changes.push(change));
    await socket.emitWithAck('room:join', { room: LOBBY });
  }
  const say = (text: string) =>
    Promise.all(
      tabs.map(({ socket }, tab) =>
        socket.emitWithAck('message:send', { room: LOBBY, key: `${text}-key-${tab}`, text }),
      ),
    );
  await say('before');
  // Otherwise she could be announced as somebody who came under the new name.
  await expect.poll(() => came).toContain('Ada');
  await setName(ada.socket, 'Countess');
  await expect.poll(() => changes).toEqual([{ name: 'Countess' }, { name: 'Countess' }]);
  await say('after');
  await expect.poll(() => witness.entries.length).toBe(6);
  expect(witness.entries.filter(isMessage).map(({ text, author }) => `${author.name}: ${text}`)).toEqual([
    ...Array(3).fill('Ada: before'),
    ...Array(3).fill('Countess: after'),
  ]);
  await expect.poll(() => lines).toEqual([{ id: ada.session.member.id, from: 'Ada', to: 'Countess' }]);
  await Promise.all(nodes.map((node) => node.close()));
});

it('[N9] a tab that comes under the member’s present name is not news to the others', async () => {
  const ada = await come(place.nodes[0], 'Ada');
  const changes: NameChange[] = [];
  ada.socket.on('name:changed', (change) => void changes.push(change));
  for (const node of place.nodes) await come(node, 'Ada', ada.cookie);
  await setName((await come(place.nodes[1], 'Ada', ada.cookie)).socket, 'Countess');
  await expect.poll(() => changes).toEqual([{ name: 'Countess' }]);
});

it('[N9] a node that missed the news learns of the new name when it renews', async () => {
  const ada = await come(place.nodes[0], 'Ada');
  const changed = new Promise((resolve) => ada.socket.once('name:changed', resolve));
  const { id } = ada.session.member;
  await place.admin.commands.hset('concord:{names}:members', id, 'countess Countess');
  await place.admin.commands.hset('concord:{names}:owners', 'countess', id);
  await place.admin.commands.zadd('concord:{names}:ends', Number.MAX_SAFE_INTEGER, 'countess');
  expect(await changed).toEqual({ name: 'Countess' });
});

it('[N9] a member who has lost their name to another is told so, with free ones', async () => {
  const ada = await come(place.nodes[0], 'Ada');
  const changed = new Promise((resolve) => ada.socket.once('name:changed', resolve));
  await place.admin.commands.hset('concord:{names}:owners', 'ada', 'somebody-else');
  await place.admin.commands.hset('concord:{names}:members', 'somebody-else', 'ada Ada');
  await place.admin.commands.hdel('concord:{names}:members', ada.session.member.id);
  expect(await changed).toMatchObject({ name: null, error: refused(['Ada 2', 'Ada 3', 'Ada 4']) });
});

it('[N10] a remembered name that somebody else has by now makes a guest, who is told why and what is free', async () => {
  await come(place.nodes[0], 'Ada');
  const { session } = await come(place.nodes[1], 'Ada');
  expect(session.member.name).toBeNull();
  expect(session.nameError).toMatchObject(refused(['Ada 2', 'Ada 3', 'Ada 4']));
});

it('[N10] while Redis is away no name can be claimed, and again once it is back', async () => {
  const [ada, eve] = [await come(place.nodes[0], 'Ada'), await come(place.nodes[1])];
  const cookie = await cookieOf(place.nodes[1]);
  await place.redis.kill();
  const unavailable = { code: 'store_unavailable', retryable: true };
  expect(await setName(eve.socket, 'Eve')).toMatchObject({ ok: false, error: unavailable });
  const late = await come(place.nodes[1], 'Late', cookie);
  expect(late.session).toMatchObject({ member: { name: null }, nameError: unavailable });
  const again = await come(place.nodes[0], 'Ada', ada.cookie);
  expect(again.session.member.name, 'this node has just held it').toBe('Ada');
  await place.redis.restart();
  await expect.poll(async () => (await setName(late.socket, 'Late')).ok).toBe(true);
});

it('[N10] a Redis that hangs keeps nobody out', async () => {
  const cookie = await cookieOf(place.nodes[0]);
  const eve = await come(place.nodes[0]);
  place.redis.pause();
  const order: string[] = [];
  const answered = setName(eve.socket, 'Eve').then(() => void order.push('the name was answered'));
  const { session } = await come(place.nodes[0], 'Ada', cookie);
  order.push('the session was opened');
  expect(session).toMatchObject({ member: { name: null }, nameError: { code: 'store_unavailable' } });
  await answered;
  place.redis.resume();
  expect(order[0]).toBe('the session was opened');
});

it('[N11] a classic client is told in words that a name is taken, keeps its own, and frees it by leaving', async () => {
  await come(place.nodes[0], 'Ada');
  const tim = await classic(place.nodes[1]);
  tim.socket.emit('set_username', 'Tim');
  tim.socket.emit('set_username', 'ADA');
  tim.socket.send('Still me');
  await expect
    .poll(() => tim.heard.slice(1))
    .toEqual([
      'Your username has been set to: Tim',
      'This username is taken. Free: ADA 2, ADA 3, ADA 4.',
      'Tim: Still me',
    ]);
  const vint = await come(place.nodes[0]);
  expect(await setName(vint.socket, 'Tim')).toMatchObject({ ok: false, error: { code: 'name_taken' } });
  tim.socket.close();
  await expect.poll(async () => (await setName(vint.socket, 'Tim')).ok).toBe(true);
});

it('[N11] a member with no identity beyond the connection holds a name for a few minutes only', async () => {
  const socket = connectClient(place.nodes[0].url, { name: 'Passing' });
  place.opened(socket);
  await new Promise((resolve) => socket.once('session:opened', resolve));
  socket.close();
  const eve = await come(place.nodes[0]);
  await expect.poll(async () => (await setName(eve.socket, 'Passing')).ok).toBe(true);
});
