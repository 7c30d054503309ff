import { io } from 'socket.io-client';
// @ts-expect-error: its package does not export its declarations
import { io as untypedIo401 } from 'socket.io-client-4.0.1';
import { expect, it, vi } from 'vitest';
import type { PresenceChange } from '@/lib/chat/presence';
import { LOBBY } from '@/lib/chat/protocol';
import { connectClient, type NodeForTests } from '@/lib/server/testing/node-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

/** The tutorial's client. */
const io401: typeof io = untypedIo401;

const place = new TwoNodes();

it('[P6] both nodes show the same people; leaving is announced after the grace, coming back within it is not', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const changes: PresenceChange[] = [];
  ada.socket.on('presence:changed', (change) => void changes.push(change));
  const cookie = await cookieOf(place.nodes[1]);
  const join = async (node: NodeForTests) => {
    const socket = connectClient(node.url, { name: 'Ben', cookie });
    place.opened(socket);
    await socket.emitWithAck('room:join', { room: LOBBY });
    return socket;
  };
  const first = await join(place.nodes[1]);
  await expect.poll(() => changes.map(({ joined }) => joined.map(({ name }) => name))).toEqual([['Ben']]);
  first.close();
  const second = await join(place.nodes[0]);
  const third = await place.enter(place.nodes[1], 'Cleo');
  // A new member is stored while their answer is on its way.
  const names = async () => (await third.join()).present.members.map(({ name }) => name).sort();
  await expect.poll(names).toEqual(['Ada', 'Ben', 'Cleo']);
  second.close();
  await expect.poll(() => changes.flatMap(({ left }) => left.map(({ name }) => name))).toEqual(['Ben']);
  expect(changes.flatMap(({ joined }) => joined.map(({ name }) => name))).toEqual(['Ben', 'Cleo']);
});

it('[P3] people at a node that died are announced as gone by the others', async () => {
  const ada = await place.enter(place.nodes[0], 'Ada');
  const changes: PresenceChange[] = [];
  ada.socket.on('presence:changed', (change) => void changes.push(change));
  const dying = await place.startNode('three');
  const ben = await place.enter(dying, 'Ben');
  await expect.poll(() => changes.flatMap(({ joined }) => joined)).toMatchObject([{ name: 'Ben' }]);
  ben.socket.io.reconnection(false);
  await dying.close();
  expect(await place.admin.commands.hlen('concord:{lobby}:members')).toBe(2);
  const lease = (await place.admin.commands.zrange('concord:nodes', 0, '-1')).find((name) =>
    name.startsWith('three.'),
  );
  await place.admin.commands.zadd('concord:nodes', '1', lease ?? 'no lease');
  await expect.poll(() => changes.flatMap(({ left }) => left)).toMatchObject([{ name: 'Ben' }]);
  expect(await place.admin.commands.hlen('concord:{lobby}:members')).toBe(1);
});

it('[P5] a connected client has a session in Redis, first empty, then with its name, gone on disconnect', async () => {
  const client = io(place.nodes[0].url, { forceNew: true, transports: ['websocket'] });
  place.opened(client);
  const sessions = async () => {
    const [key] = await place.admin.commands.keys('concord:node:one.*:sessions');
    return key === undefined ? {} : place.admin.commands.hgetall(key);
  };
  await expect.poll(async () => Object.values(await sessions())).toEqual(['']);
  client.emit('set_username', 'Ada');
  await expect.poll(async () => Object.values(await sessions())).toEqual(['Ada']);
  client.close();
  await expect.poll(sessions).toEqual({});
});

for (const transport of ['websocket', 'polling']) {
  it(`[K1] a classic client over ${transport} and our page on the other node read each other, word for word`, async () => {
    const ada = await place.enter(place.nodes[1], 'Ada');
    const heard: string[] = [];
    const classic = io401(place.nodes[0].url, { forceNew: true, transports: [transport] });
    place.opened(classic);
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

it('[K1] a classic client that writes the moment it connects receives all its own messages', async () => {
  const heard: string[] = [];
  // Redis is slow, so that the room is still being read when the messages arrive.
  await place.admin.commands.call('CLIENT', 'PAUSE', '1500');
  const classic = io(place.nodes[0].url, { forceNew: true, transports: ['websocket'] });
  place.opened(classic);
  classic.on('message', (text: string) => void heard.push(text));
  classic.emit('set_username', 'Bob');
  const texts = Array.from({ length: 100 }, (_, index) => `word ${index}`);
  for (const text of texts) classic.send(text);
  await expect.poll(() => heard.slice(2)).toEqual(texts.map((text) => `Bob: ${text}`));
});

it('[K2] when a named classic client leaves, everybody else reads it at once; nobody reads it of a nameless one', async () => {
  const heard: string[] = [];
  const witness = io(place.nodes[1].url, { forceNew: true, transports: ['websocket'] });
  const named = io(place.nodes[0].url, { forceNew: true, transports: ['websocket'] });
  const nameless = io(place.nodes[0].url, { forceNew: true, transports: ['websocket'] });
  place.opened(witness);
  place.opened(named);
  place.opened(nameless);
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

it('[R4] a node that ends asks its clients to go, spread over the drain time, lets nobody in, and waits for them', async () => {
  const node = await place.startNode('ending', { DRAIN_MS: '300' });
  const clients = Array.from({ length: 4 }, (_, index) =>
    connectClient(node.url, { name: `Client ${index}` }),
  );
  for (const socket of clients) place.opened(socket);
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
  expect((await fetch(`${node.url}/socket.io/?EIO=4&transport=polling`)).status).toBe(503);
  await node.close();
});
