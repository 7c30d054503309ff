import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { io, Manager } from 'socket.io-client';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Session } from '@/lib/chat/events/session';
import { CHAT_NAMESPACE, LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import { collectGarbage } from '@/lib/server/testing/garbage-for-tests';
import {
  type ChatClient,
  connectClient,
  type NodeForTests,
  startNodeForTests,
} from '@/lib/server/testing/node-for-tests';

let node: NodeForTests;
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  node = await startNodeForTests({ ALLOWED_ORIGINS: 'https://friend.example', NODE_ID: 'the-node' });
});
afterAll(async () => {
  for (const socket of open) socket.close();
  await node?.close();
});

const sessionOf = (socket: ChatClient) =>
  new Promise<Session>((resolve) => {
    open.push(socket);
    socket.once('session:opened', resolve);
  });

const handshake = (headers: Record<string, string> = {}) =>
  fetch(`${node.url}/socket.io/?EIO=4&transport=polling`, { headers });

const cookieOf = (response: Response) => response.headers.get('set-cookie') ?? '';
const pairOf = (setCookie: string) => setCookie.split(';', 1)[0] ?? '';

it('[V1] a page of another version is refused with the code that makes it reload', async () => {
  const socket = io(node.url + CHAT_NAMESPACE, {
    forceNew: true,
    transports: ['websocket'],
    auth: { version: PROTOCOL_VERSION + 1 },
  });
  open.push(socket);
  const refusal = await new Promise((resolve) => socket.once('connect_error', resolve));
  expect(refusal).toMatchObject({ data: { code: 'outdated_page', retryable: false } });
});

it('[V1] a handshake that is not ours is refused with a reason', async () => {
  for (const auth of [{}, { version: 'x' }, { version: 1, name: { $gt: '' } }]) {
    const socket = io(node.url + CHAT_NAMESPACE, { forceNew: true, transports: ['websocket'], auth });
    open.push(socket);
    const refusal = await new Promise((resolve) => socket.once('connect_error', resolve));
    expect(refusal).toMatchObject({ data: { code: 'bad_request' } });
  }
});

it('[V2] a node says who you are to it and which node it is, with the name that the browser remembered', async () => {
  const session = await sessionOf(connectClient(node.url, { name: '  Ada   Lovelace ' }));
  expect(session).toMatchObject({ node: 'the-node', member: { name: 'Ada Lovelace' } });
});

it('[V2] a remembered name that is not acceptable makes a guest without a name', async () => {
  for (const name of ['x'.repeat(33), ' ', 'a\u202eb']) {
    expect((await sessionOf(connectClient(node.url, { name }))).member.name).toBeNull();
  }
});

it('[N4] an older name that is no longer allowed makes a guest, who is told why and takes another', async () => {
  const socket = connectClient(node.url, { name: 'Ada\u{1d159}' });
  const session = await sessionOf(socket);
  expect(session).toMatchObject({ member: { name: null }, nameError: { code: 'name_forbidden' } });
  expect(await socket.emitWithAck('name:set', { name: 'Ada the First' })).toMatchObject({ ok: true });
});

it('[I1] a guest gets a cookie that scripts cannot read, and is the same member with it on the next visit', async () => {
  const setCookie = cookieOf(await handshake());
  expect(setCookie).toMatch(/HttpOnly/);
  expect(setCookie).toMatch(/SameSite=Lax/);
  const cookie = pairOf(setCookie);
  const [first, second] = await Promise.all([1, 2].map(() => sessionOf(connectClient(node.url, { cookie }))));
  expect(first?.member.id).toBe(second?.member.id);
  expect(cookieOf(await handshake({ cookie }))).toBe('');
});

/** The requests that start connections by long polling, for as long as the node keeps them, until the test ends. */
function watchBeginnings(): readonly WeakRef<IncomingMessage>[] {
  const begun: WeakRef<IncomingMessage>[] = [];
  const hear = (news: unknown) => {
    const { request } = news as { request: IncomingMessage };
    if (!request.url?.includes('sid=')) begun.push(new WeakRef(request));
  };
  subscribe('http.server.request.start', hear);
  onTestFinished(() => void unsubscribe('http.server.request.start', hear));
  return begun;
}

for (const order of [
  ['/', CHAT_NAMESPACE],
  [CHAT_NAMESPACE, '/'],
]) {
  it(`[I1] a member who opens ${order.join(', then ')} on a connection is recognized by the cookie, which the node then forgets`, async () => {
    const cookie = pairOf(cookieOf(await handshake()));
    const { member } = await sessionOf(connectClient(node.url, { cookie }));
    const begun = watchBeginnings();
    const options = { transports: ['polling'], extraHeaders: { cookie }, autoConnect: false };
    const connection = new Manager(node.url, options);
    for (const namespace of order) {
      const socket = connection.socket(namespace, { auth: { version: PROTOCOL_VERSION } });
      open.push(socket);
      const greeting = new Promise((resolve) =>
        socket.once(namespace === '/' ? 'message' : 'session:opened', resolve),
      );
      socket.connect();
      if (namespace === CHAT_NAMESPACE) expect(await greeting).toMatchObject({ member: { id: member.id } });
      else await greeting;
    }
    await vi.waitFor(() => {
      collectGarbage();
      expect(begun.map((request) => request.deref() === undefined)).toEqual([true]);
    });
  });
}

it('[I1] behind TLS the cookie is only sent over TLS', async () => {
  expect(cookieOf(await handshake({ 'x-forwarded-proto': 'https' }))).toMatch(/Secure/);
  expect(cookieOf(await handshake())).not.toMatch(/Secure/);
});

it('[I2] a cookie that was tampered with makes a new guest, politely', async () => {
  const cookie = pairOf(cookieOf(await handshake()));
  const [header, payload, signature] = cookie.split('.');
  const forged = Buffer.from(JSON.stringify({ sub: 'somebody-else', exp: 9_999_999_999 })).toString(
    'base64url',
  );
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  const attempts = [
    `${header}.${forged}.${signature}`,
    `concord_member=${unsigned}.${forged}.`,
    `${header}.${payload}.AAAA`,
    'concord_member=rubbish',
    'concord_member=',
  ];
  const original = await sessionOf(connectClient(node.url, { cookie }));
  for (const attempt of attempts) {
    const session = await sessionOf(connectClient(node.url, { cookie: attempt }));
    expect(session.member.id).not.toBe('somebody-else');
    expect(session.member.id).not.toBe(original.member.id);
  }
});

it('[I3] a page of another origin is refused unless its origin is allowed', async () => {
  expect((await handshake({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await handshake({ origin: 'null' })).status).toBe(403);
  expect((await handshake({ origin: node.url })).status).toBe(200);
  const friend = await handshake({ origin: 'https://friend.example' });
  expect(friend.status).toBe(200);
  expect(friend.headers.get('access-control-allow-origin')).toBe('https://friend.example');
});

it('[I3] every request of a session is checked, not only the first', async () => {
  const opened = (await (await handshake()).text()).slice(1);
  const url = `${node.url}/socket.io/?EIO=4&transport=polling&sid=${JSON.parse(opened).sid}`;
  const evil = { headers: { origin: 'https://evil.example' } };
  expect((await fetch(url, { ...evil, method: 'POST', body: '40/chat,{}' })).status).toBe(403);
  expect((await fetch(url, evil)).status).toBe(403);
  expect((await fetch(url, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  expect((await fetch(url, { method: 'POST', body: '40' })).status).toBe(200);
});

it('[I3] what a page of another site requests as a script or a picture is refused', async () => {
  for (const site of ['cross-site', 'same-site']) {
    expect((await handshake({ 'sec-fetch-site': site })).status).toBe(403);
  }
  for (const site of ['same-origin', 'none']) {
    expect((await handshake({ 'sec-fetch-site': site })).status).toBe(200);
  }
});

it('[I3] no answer is a script: JSONP is refused', async () => {
  const answer = await fetch(`${node.url}/socket.io/?EIO=4&transport=polling&j=0`);
  expect(answer.status).toBe(400);
  expect(await answer.text()).not.toContain('___eio');
});

it('[I3] such a page cannot open a WebSocket either', async () => {
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    origin: 'https://evil.example',
  });
  open.push(socket);
  const heard = await new Promise((resolve) => {
    socket.once('error', () => resolve('refused'));
    socket.once('message', () => resolve('opened'));
  });
  expect(heard).toBe('refused');
});

it('[W8] with ALLOWED_HOSTS nobody connects to another host, by polling or WebSocket, but health checks are answered', async () => {
  const named = await startNodeForTests({ ALLOWED_HOSTS: 'chat.example.com' });
  onTestFinished(() => named.close());
  const connect = (host: string) =>
    new Promise((resolve) => {
      const url = `${named.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
      const socket = new WebSocket(url, { headers: { host } });
      open.push(socket);
      socket.once('error', () => resolve('refused'));
      socket.once('message', () => resolve('opened'));
    });
  expect(await connect('chat.example.com:5000')).toBe('opened');
  expect(await connect('evil.example')).toBe('refused');
  // By its address, as fetch and a load balancer do.
  const polled = await fetch(`${named.url}/socket.io/?EIO=4&transport=polling`);
  expect([polled.status, await polled.text()]).toEqual([421, expect.stringContaining('ALLOWED_HOSTS')]);
  for (const path of ['/healthz', '/readyz', '/healthz/store']) {
    expect((await fetch(named.url + path)).status).toBe(200);
  }
});

it('[N5] a name is refused with the reason, and the old one stays', async () => {
  const socket = connectClient(node.url, { name: 'Grace' });
  open.push(socket);
  const codes = [];
  for (const name of ['', '   ', 'x'.repeat(33), 'a\u202eb']) {
    const answer = await socket.emitWithAck('name:set', { name });
    codes.push(answer.ok ? 'ok' : answer.error.code);
  }
  expect(codes).toEqual(['name_empty', 'name_empty', 'name_too_long', 'name_forbidden']);
  const heard = vi.fn();
  socket.on('room:entries', heard);
  await socket.emitWithAck('room:join', { room: LOBBY });
  await socket.emitWithAck('message:send', { room: LOBBY, key: 'some-key-1', text: 'hello' });
  await expect.poll(() => heard.mock.calls).toMatchObject([[{ entries: [{ author: { name: 'Grace' } }] }]]);
});

it('[S1] a message without a name, without text, too long or to no room is refused with its reason', async () => {
  const [guest, ada] = [connectClient(node.url), connectClient(node.url, { name: 'Ida' })];
  open.push(guest, ada);
  const send = async (socket: ChatClient, text: string, room = LOBBY) => {
    const answer = await socket.emitWithAck('message:send', {
      room,
      key: `key-${text.length}-${room}`,
      text,
    });
    return answer.ok ? 'ok' : answer.error.code;
  };
  expect(await send(guest, 'hello')).toBe('name_required');
  expect(await send(ada, 'hello')).toBe('room_not_joined');
  await ada.emitWithAck('room:join', { room: LOBBY });
  expect(await send(ada, ' \n ')).toBe('message_empty');
  expect(await send(ada, 'x'.repeat(4_001))).toBe('message_too_long');
  expect(await send(ada, 'hello', 'elsewhere')).toBe('room_unknown');
  expect(await send(ada, '🙂'.repeat(4_000))).toBe('ok');
});

it('[I5] the payload of a message has no say in its author and room', async () => {
  const [joan, other] = [connectClient(node.url, { name: 'Joan' }), connectClient(node.url, { name: 'Kay' })];
  const [member] = await Promise.all([sessionOf(joan), sessionOf(other)]);
  await other.emitWithAck('room:join', { room: LOBBY });
  const heard = vi.fn();
  other.on('room:entries', heard);
  const message = { room: LOBBY, key: 'forged-key-1', text: 'hello' };
  expect(await joan.emitWithAck('message:send', message)).toMatchObject({
    error: { code: 'room_not_joined' },
  });
  await joan.emitWithAck('room:join', { room: LOBBY });
  for (const forged of [
    { author: { id: 'x', name: 'Kay' } },
    { name: 'Kay' },
    { memberId: 'x' },
    { id: 'x:y' },
  ]) {
    const answer = await joan.emitWithAck('message:send', { ...message, ...forged });
    expect(answer).toMatchObject({ error: { code: 'bad_request' } });
  }
  expect(await joan.emitWithAck('message:send', message)).toMatchObject({ ok: true });
  const author = { id: member.member.id, name: 'Joan' };
  await expect.poll(() => heard.mock.calls).toMatchObject([[{ entries: [{ author, text: 'hello' }] }]]);
});

it('[H5] a heartbeat is exchanged at least every 25 seconds', async () => {
  const opening = (await (await handshake()).text()).slice(1);
  const { pingInterval, pingTimeout } = JSON.parse(opening) as { pingInterval: number; pingTimeout: number };
  expect(pingInterval).toBeLessThanOrEqual(25_000);
  expect(pingInterval + pingTimeout).toBeLessThan(60_000);
});
