import { io } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ErrorReport } from '@/lib/chat/errors';
import type { NameChange, Session } from '@/lib/chat/events/session';
import { LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import { isVerified } from '@/lib/chat/verified';
import {
  type ChatClient,
  type ClientOptions,
  connectClient,
  type NodeForTests,
} from '@/lib/server/testing/node-for-tests';
import { AUDIENCE, type SiteKeys, startSiteKeys } from '@/lib/server/testing/site-keys-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

let keys: SiteKeys;
let nodes: [NodeForTests, NodeForTests];
beforeAll(async () => {
  keys = await startSiteKeys();
});
afterAll(() => keys?.close());

const startNode = async (id: string, variables: Record<string, string> = {}) =>
  place.opened(
    await place.startNode(
      id,
      { AUTH_JWKS_URL: keys.url, AUTH_JWT_AUDIENCE: AUDIENCE, ...variables },
      { renewNamesEveryMs: 60_000 },
    ),
  );
beforeEach(async () => {
  nodes = [await startNode('three'), await startNode('four')];
});

async function come(node: NodeForTests, options: ClientOptions) {
  const socket: ChatClient = connectClient(node.url, options);
  place.opened(socket);
  const session = await new Promise<Session>((resolve) => socket.once('session:opened', resolve));
  return { socket, session };
}

function refusalOf(node: NodeForTests, options: ClientOptions): Promise<ErrorReport> {
  const socket = place.opened(connectClient(node.url, options));
  return new Promise((resolve) => {
    socket.once('connect_error', (error) => resolve((error as Error & { data: ErrorReport }).data));
  });
}

const join = (socket: ChatClient) => socket.emitWithAck('room:join', { room: LOBBY });
const say = (socket: ChatClient, text: string) =>
  socket.emitWithAck('message:send', { room: LOBBY, key: 'key-00000001', text });
const adas = (sub = 'u-1') => keys.sign({ sub, name: 'Ada' });

it('[J1] a member with a token is the same verified member at any node, even without a cookie', async () => {
  const looks = keys.looks();
  const token = await keys.sign({ sub: 'u-1', name: 'Ada', roles: ['admin'] });
  const people = await Promise.all([...nodes, ...nodes].map((node) => come(node, { token, name: 'Eve' })));
  const ids = new Set(people.map(({ session }) => session.member.id));
  expect(ids.size).toBe(1);
  expect(people.map(({ session }) => session.member.name)).toEqual(Array(4).fill('Ada'));
  for (const id of ids) expect(isVerified(id)).toBe(true);
  // Each node has fetched the keys once.
  expect(keys.looks() - looks).toBe(2);
});

it('[O10] a member whom a site calls an administrator moderates, and no other verified member does', async () => {
  const [root, ben] = [
    await come(nodes[0], { token: await keys.sign({ sub: 'u-1', name: 'Root', roles: ['admin'] }) }),
    await come(nodes[0], { token: await keys.sign({ sub: 'u-2', name: 'Ben', roles: ['editor'] }) }),
  ];
  expect([root, ben].map(({ session }) => session.isAdmin)).toEqual([true, false]);
  for (const { socket } of [root, ben]) await expect.poll(() => join(socket)).toMatchObject({ ok: true });
  const mute = (by: typeof root, member: string) =>
    by.socket.emitWithAck('room:moderate', { room: LOBBY, action: { kind: 'mute', member, forMs: null } });
  expect(await mute(ben, root.session.member.id)).toMatchObject({
    ok: false,
    error: { code: 'not_allowed' },
  });
  expect(await mute(root, ben.session.member.id)).toMatchObject({ ok: true });
  expect(await say(ben.socket, 'not heard')).toMatchObject({ error: { code: 'muted' } });
});

it('[O4] a ban with the address keeps out guests from there, but no verified members', async () => {
  const token = await keys.sign({ sub: 'u-1', name: 'Root', roles: ['admin'] });
  const root = await come(nodes[0], { token });
  const guest = (name: string) => cookieOf(nodes[0]).then((cookie) => come(nodes[0], { cookie, name }));
  const ben = await guest('Ben');
  for (const { socket } of [root, ben]) await expect.poll(() => join(socket)).toMatchObject({ ok: true });
  // A node answers a join without waiting for the store to list who has joined, and bans only whom it knows.
  const id = ben.session.member.id;
  await expect
    .poll(() => join(root.socket))
    .toMatchObject({
      data: { present: { members: expect.arrayContaining([expect.objectContaining({ id })]) } },
    });
  const action = { kind: 'ban', member: id, forMs: null, withAddress: true } as const;
  expect(await root.socket.emitWithAck('room:moderate', { room: LOBBY, action })).toMatchObject({ ok: true });
  const eve = await guest('Eve');
  await expect.poll(() => join(eve.socket)).toMatchObject({ error: { code: 'banned' } });
  const ada = await come(nodes[0], { token: await adas('u-3') });
  expect(await join(ada.socket)).toMatchObject({ ok: true });
});

it('[J2] a refused token keeps its bearer out, with one code, and never makes a guest', async () => {
  for (const token of [
    'rubbish',
    '',
    await keys.sign({ name: 'Ada' }),
    await keys.sign({ sub: 'u', name: 'Ada' }, -60),
  ]) {
    expect(await refusalOf(nodes[0], { token })).toMatchObject({ code: 'token_refused', retryable: false });
  }
  // A node without a site accepts no tokens.
  expect(await refusalOf(place.nodes[0], { token: await adas() })).toMatchObject({ code: 'token_refused' });
});

it('[J3] a connection ends with its token, and comes back with another one as the same member', async () => {
  const socket = connectClient(nodes[0].url);
  place.opened(socket);
  const sessions: Session[] = [];
  const ended: string[] = [];
  socket.on('session:opened', (session) => void sessions.push(session));
  socket.on('disconnect', (reason) => void ended.push(reason));
  socket.auth = { version: PROTOCOL_VERSION, token: await keys.sign({ sub: 'u-1', name: 'Ada' }, 2) };
  socket.disconnect().connect();
  await expect.poll(() => sessions.length).toBe(1);
  expect(sessions[0]?.signedInForMs).toBeLessThanOrEqual(2_000);
  socket.auth = { version: PROTOCOL_VERSION, token: await adas() };
  await expect.poll(() => sessions.length).toBe(2);
  expect(ended.at(-1)).toBe('transport close');
  expect(sessions[1]?.member).toEqual(sessions[0]?.member);
});

it('[J4] a guest loses their name to a verified member at another node, and is offered others', async () => {
  const guest = await come(nodes[0], { name: 'ADA', cookie: await cookieOf(nodes[0]) });
  await join(guest.socket);
  const changed = new Promise<NameChange>((resolve) => guest.socket.once('name:changed', resolve));
  const ada = await come(nodes[1], { token: await adas() });
  expect(ada.session.member.name).toBe('Ada');
  expect(await changed).toMatchObject({
    name: null,
    error: { code: 'name_taken', freeNames: ['ADA 2', 'ADA 3', 'ADA 4'] },
  });
  expect(await say(guest.socket, 'As Ada?')).toMatchObject({ ok: false, error: { code: 'name_required' } });
  expect(await guest.socket.emitWithAck('name:set', { name: 'ada' })).toMatchObject({ ok: false });
});

it('[J4] so does one at the same node, and a classic client', async () => {
  const guest = await come(nodes[0], { name: 'Ada', cookie: await cookieOf(nodes[0]) });
  const changed = new Promise<NameChange>((resolve) => guest.socket.once('name:changed', resolve));
  await come(nodes[0], { token: await adas() });
  expect((await changed).name).toBeNull();

  const classic = place.opened(io(nodes[0].url, { forceNew: true, transports: ['websocket'] }));
  const heard: string[] = [];
  classic.on('message', (text: string) => void heard.push(text));
  classic.emit('set_username', 'Ben');
  await expect.poll(() => heard.at(-1)).toBe('Your username has been set to: Ben');
  await come(nodes[1], { token: await keys.sign({ sub: 'u-2', name: 'Ben' }) });
  await expect.poll(() => heard).toContain('This username is taken.');
});

it('[J4] of two verified members with one name the second gets a number, and has it again on coming back', async () => {
  const [first, second] = [
    await come(nodes[0], { token: await adas() }),
    await come(nodes[1], { token: await adas('u-2') }),
  ];
  expect([first, second].map(({ session }) => session.member.name)).toEqual(['Ada', 'Ada 2']);
  second.socket.close();
  const again = await come(nodes[0], { token: await adas('u-2') });
  expect(again.session.member).toEqual(second.session.member);
  const third = await come(nodes[0], { token: await adas('u-3') });
  expect(third.session.member.name).toBe('Ada 3');
});

it('[J4] a verified member has the name that their site gives, and cannot take another', async () => {
  const { socket } = await come(nodes[0], { token: await adas() });
  expect(await socket.emitWithAck('name:set', { name: 'Countess' })).toMatchObject({
    ok: false,
    error: { code: 'name_fixed', retryable: false },
  });
  expect(await socket.emitWithAck('name:set', { name: '' })).toEqual({ ok: true, data: { name: 'Ada' } });
  await join(socket);
  expect(await say(socket, 'Still me.')).toMatchObject({ ok: true });
});

it('[J4] a verified member whom their site renames is renamed in their other tabs as well', async () => {
  const old = await come(nodes[0], { token: await adas() });
  const changed = new Promise<NameChange>((resolve) => old.socket.once('name:changed', resolve));
  await come(nodes[1], { token: await keys.sign({ sub: 'u-1', name: 'Countess' }) });
  expect(await changed).toEqual({ name: 'Countess' });
});

it('[J5] with ALLOW_GUESTS=read guests read, but neither write nor have a name', async () => {
  const node = await startNode('five', { ALLOW_GUESTS: 'read' });
  const { socket, session } = await come(node, { name: 'Eve', cookie: await cookieOf(node) });
  expect(session).toMatchObject({ isReader: true, member: { name: null } });
  expect(await join(socket)).toMatchObject({ ok: true });
  const refused = { ok: false, error: { code: 'guests_read', retryable: false } };
  expect(await say(socket, 'May I?')).toMatchObject(refused);
  expect(await socket.emitWithAck('name:set', { name: 'Eve' })).toMatchObject(refused);
  expect(await socket.emitWithAck('typing:set', { room: LOBBY, isTyping: true })).toMatchObject(refused);
  expect(await socket.emitWithAck('message:delete', { room: LOBBY, id: 'x' })).toMatchObject(refused);
  const room = { kind: 'private', title: 'Mine', topic: '' } as const;
  expect(await socket.emitWithAck('room:make', room)).toMatchObject(refused);
  expect(await socket.emitWithAck('room:change', { room: LOBBY, title: 'Mine', topic: '' })).toMatchObject(
    refused,
  );
  const ada = await come(node, { token: await adas() });
  expect(ada.session.isReader).toBeUndefined();
  await join(ada.socket);
  expect(await say(ada.socket, 'I may.')).toMatchObject({ ok: true });
});

it('[J5] with ALLOW_GUESTS=false guests are turned away, in words, and others are not', async () => {
  const node = await startNode('five', { ALLOW_GUESTS: 'false' });
  expect(await refusalOf(node, { name: 'Eve' })).toMatchObject({ code: 'guests_refused', retryable: false });
  expect((await come(node, { token: await adas() })).session.member.name).toBe('Ada');
});

for (const [allowed, words, isLetIn] of [
  ['read', 'Only those who are signed in can write here.', true],
  ['false', 'Only those who are signed in can enter this chat room.', false],
] as const) {
  it(`[J5] with ALLOW_GUESTS=${allowed} a classic client is told in words`, async () => {
    const node = await startNode('five', { ALLOW_GUESTS: allowed });
    const classic = place.opened(io(node.url, { forceNew: true, transports: ['websocket'] }));
    const heard: string[] = [];
    classic.on('message', (text: string) => void heard.push(text));
    classic.emit('set_username', 'Eve');
    await expect.poll(() => heard.at(-1)).toBe(words);
    await expect.poll(() => classic.connected).toBe(isLetIn);
  });
}
