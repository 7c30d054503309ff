import { io, type Socket } from 'socket.io-client';
import { expect, it } from 'vitest';
import { LOBBY } from '@/lib/chat/protocol';
import type { TypingChange } from '@/lib/chat/typing';
import { TYPING_GAP_MS } from '@/lib/chat/typing';
import { type ChatClient, connectClient, type NodeForTests } from '@/lib/server/testing/node-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();

/** Who somebody is told is typing, as `began Ada` and `ended`. */
function listen(socket: ChatClient): string[] {
  const heard: string[] = [];
  socket.on('typing:changed', ({ typing, stopped }: TypingChange) => {
    heard.push(...typing.map(({ name }) => `began ${name}`), ...stopped.map(() => 'ended'));
  });
  return heard;
}

async function enterTwice(node: NodeForTests, name: string) {
  const cookie = await cookieOf(node);
  return Promise.all([1, 2].map(() => join(node, name, cookie)));
}

async function join(node: NodeForTests, name: string, cookie: string, room = LOBBY): Promise<ChatClient> {
  const socket = place.opened(connectClient(node.url, { name, cookie }));
  await socket.emitWithAck('room:join', { room });
  return socket;
}

const types = (socket: ChatClient, isTyping = true, room = LOBBY) =>
  socket.emitWithAck('typing:set', { room, isTyping });

/**
 * Lets them signal again and again that they type. The returned function stops that, and resolves once everything is answered:
 * otherwise it would be cut off at the end of the test, and reported in the next one.
 */
function keepTyping(sockets: readonly ChatClient[], everyMs: number): () => Promise<void> {
  const answers: Promise<unknown>[] = [];
  const timer = setInterval(() => answers.push(...sockets.map((socket) => types(socket))), everyMs);
  return async () => {
    clearInterval(timer);
    await Promise.all(answers);
  };
}

/** Waits until everything sent before has arrived: this goes the same way, and later. */
async function expectNothingMore(
  socket: ChatClient,
  witness: readonly string[],
  name: string,
): Promise<void> {
  await types(socket);
  await expect.poll(() => witness.at(-1)).toBe(`began ${name}`);
}

it('[Y1] members in the room at both nodes are told who types, and who has stopped', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const ben = await place.enter(place.nodes[0], 'Ben');
  const cleo = await place.enter(place.nodes[1], 'Cleo');
  const heard = [listen(ben.socket), listen(cleo.socket)];
  expect(await types(ada.socket)).toEqual({ ok: true, data: null });
  for (const words of heard) await expect.poll(() => words).toEqual(['began Ada']);
  await types(ada.socket, false);
  for (const words of heard) await expect.poll(() => words).toEqual(['began Ada', 'ended']);
});

it('[Y1] members in another room, members who left, and classic clients hear nothing of it', async () => {
  await Promise.all(place.nodes.map((node) => node.close()));
  const ROOMS = 'attic';
  place.nodes = [await place.startNode('one', { ROOMS }), await place.startNode('two', { ROOMS })];
  const ada = await place.enter(place.nodes[0], 'Ada');
  const ben = await place.enter(place.nodes[1], 'Ben');
  const elsewhere = await join(place.nodes[1], 'Cleo', await cookieOf(place.nodes[1]), 'attic');
  const gone = await join(place.nodes[0], 'Dora', await cookieOf(place.nodes[0]));
  await gone.emitWithAck('room:leave', { room: LOBBY });
  const classic = place.opened(io(place.nodes[0].url, { forceNew: true, transports: ['websocket'] }));
  const overheard: unknown[] = [];
  for (const socket of [elsewhere, gone, classic] as Socket[]) {
    socket.onAny((event, ...args) => overheard.push(...(event.startsWith('typing') ? args : [])));
  }
  await expectNothingMore(ada.socket, listen(ben.socket), 'Ada');
  await types(elsewhere, true, 'attic');
  await expect.poll(() => overheard).toMatchObject([{ room: 'attic', typing: [{ name: 'Cleo' }] }]);
});

it('[Y1] a member without a name, or not in the room, does not type', async () => {
  const stranger = place.opened(connectClient(place.nodes[0].url));
  await stranger.emitWithAck('room:join', { room: LOBBY });
  expect(await types(stranger)).toMatchObject({ ok: false, error: { code: 'name_required' } });
  const outside = place.opened(connectClient(place.nodes[0].url, { name: 'Eve' }));
  expect(await types(outside)).toMatchObject({ ok: false, error: { code: 'room_not_joined' } });
  expect(await types(outside, true, 'cellar')).toMatchObject({
    ok: false,
    error: { code: 'room_not_joined' },
  });
});

it('[Y2] a thousand signals from two tabs reach the others as one, and the last one arrives', async () => {
  const ben = await place.enter(place.nodes[1], 'Ben');
  const heard = listen(ben.socket);
  const [one, two] = await enterTwice(place.nodes[0], 'Ada');
  if (!one || !two) throw new Error('no tabs');
  const answers: Promise<unknown>[] = [];
  for (let index = 0; index < 500; index++) answers.push(types(one), types(two));
  await Promise.all(answers);
  await types(one, false);
  await types(two, false);
  await expect.poll(() => heard).toEqual(['began Ada', 'ended']);
});

it('[Y2] a member who types in tabs at two nodes is announced as often as with one', async () => {
  const ben = await place.enter(place.nodes[1], 'Ben');
  const told: number[] = [];
  ben.socket.on('typing:changed', () => told.push(performance.now()));
  const cookie = await cookieOf(place.nodes[0]);
  const tabs = await Promise.all(place.nodes.map((node) => join(node, 'Ada', cookie)));
  await types(tabs[0] as ChatClient);
  await expect.poll(() => told.length).toBe(1);
  const stop = keepTyping(tabs, 50);
  await expect.poll(() => told.length).toBe(4);
  await stop();
  const gaps = told.slice(1).map((at, index) => at - (told[index] ?? 0));
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(TYPING_GAP_MS);
});

it('[Y3] a message ends typing: no signal says so, and none comes after it', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const ben = await place.enter(place.nodes[1], 'Ben');
  const order: string[] = [];
  ben.socket.on('typing:changed', ({ typing, stopped }) => order.push(`${typing.length} ${stopped.length}`));
  ben.socket.on('room:entries', () => order.push('message'));
  await types(ada.socket);
  await types(ada.socket); // This one waits for its turn.
  await expect.poll(() => order).toEqual(['1 0']);
  await ada.say('Done.');
  await expect.poll(() => order).toEqual(['1 0', 'message']);
  const cleo = await place.enter(place.nodes[0], 'Cleo');
  const stop = keepTyping([cleo.socket], 100);
  await expect.poll(() => order.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
  await stop();
  expect(order.slice(2).every((news) => news === '1 0')).toBe(true); // Cleo's, for longer than one of Ada's gaps.
});

it('[Y3] a member whose tab closes types no more, unless another of their tabs still does', async () => {
  const ben = await place.enter(place.nodes[1], 'Ben');
  const heard = listen(ben.socket);
  const [one, two] = await enterTwice(place.nodes[0], 'Ada');
  if (!one || !two) throw new Error('no tabs');
  await types(one);
  await types(two);
  one.close();
  await expect.poll(() => heard).toEqual(['began Ada', 'began Ada']);
  two.close();
  await expect.poll(() => heard).toEqual(['began Ada', 'began Ada', 'ended']);
});
