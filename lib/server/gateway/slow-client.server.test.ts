import { once } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CHAT_NAMESPACE, LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import {
  enterLobby,
  type NodeForTests,
  type Person,
  startNodeForTests,
} from '@/lib/server/testing/node-for-tests';

let node: NodeForTests;
let ada: Person;

beforeAll(async () => {
  node = await startNodeForTests({ LOG_LEVEL: 'error' });
  ada = await enterLobby(node.url, 'Ada');
});
afterAll(async () => {
  ada?.socket.close();
  await node?.close();
});

/** Joins the lobby, and then never reads again. */
async function joinAndStopReading(): Promise<WebSocket> {
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const received: string[] = [];
  socket.on('message', (data) => void received.push(String(data)));
  await once(socket, 'open');
  socket.send(`40${CHAT_NAMESPACE},${JSON.stringify({ version: PROTOCOL_VERSION, name: 'Sloth' })}`);
  await vi.waitUntil(() => received.some((packet) => packet.includes('session:opened')));
  socket.send(`42${CHAT_NAMESPACE},1${JSON.stringify(['room:join', { room: LOBBY }])}`);
  await vi.waitUntil(() => received.some((packet) => packet.startsWith(`43${CHAT_NAMESPACE},1`)));
  socket.pause();
  return socket;
}

it('[H6] a client that stops reading is disconnected, and nobody else waits for it', async () => {
  const slow = await joinAndStopReading();
  const closed = once(slow, 'close');
  await floodUntilAlone();
  slow.resume();
  await closed;
});

it('[H6] once it reads again, it comes back and converges on what the others see', async () => {
  const sloth = await enterLobby(node.url, 'Sloth');
  const { ws } = sloth.socket.io.engine.transport as unknown as { ws: WebSocket };
  ws.pause();
  await floodUntilAlone();
  ws.resume();
  await ada.say('Good morning');
  await expect.poll(() => sloth.texts().at(-1)).toBe('Good morning');
  expect(sloth.texts()).toEqual(ada.texts().slice(-sloth.texts().length));
  sloth.socket.close();
});

/** Ada says as much as she can until she is alone at the node: the kernel's buffers come on top of our half megabyte. */
async function floodUntilAlone(): Promise<void> {
  const text = 'x'.repeat(4_000);
  for (let sent = 0; sent < 200 && node.connections() > 1; sent++) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ada.say(text)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
  }
  expect(node.connections()).toBe(1);
}
