import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '@/lib/chat/protocol';
import { type NodeForTests, startNodeForTests } from '@/lib/server/testing/node-for-tests';
import { frameOf, openWire } from '@/lib/server/testing/wire-for-tests';
import { PACKET_BYTES } from './flood-watch';

let node: NodeForTests;
/** Waits for nobody as long as real nodes do. */
let hasty: NodeForTests;

beforeAll(async () => {
  node = await startNodeForTests({ RATE_PACKETS: '300/1s', MAX_CONNECTIONS_PER_IP: '20' });
  hasty = await startNodeForTests({}, { handshakeMs: 1_000, stalledMs: 1_000 });
});
afterAll(async () => {
  await node?.close();
  await hasty?.close();
});

/** Resolves when it is closed, even by a reset, which is not a failure here. */
const closed = (socket: Socket) =>
  new Promise<void>((resolve) => {
    socket.resume().once('close', () => resolve());
    if (socket.closed) resolve();
  });

const CONNECT = `40/chat,${JSON.stringify({ version: PROTOCOL_VERSION })}`;

describe('what arrives over a WebSocket', () => {
  const many = (frame: Buffer) => Array.from({ length: 250 }, () => frame);
  it.each([
    ['pings', many(frameOf('ping', 'x'.repeat(100)))],
    ['pongs', many(frameOf('pong'))],
    ['empty fragments', [frameOf('text', '', false), ...many(frameOf('continuation', '', false))]],
    ['packets', many(frameOf('text', '3'))],
    ['bytes', Array.from({ length: 35 }, () => frameOf('text', `3${'x'.repeat(60_000)}`))],
  ])('[F3] is counted, whatever it is: %s', async (_, frames) => {
    const socket = await openWire(node.port);
    socket.write(Buffer.concat(frames));
    socket.write(frameOf('ping'));
    await once(socket.resume(), 'data'); // Its answer shows that what came before was not too much.
    socket.write(Buffer.concat(frames.slice(1))); // A fragmented message has only one beginning.
    await closed(socket);
  });
});

it('[F3] long-polling requests are counted, with the packets and bytes that they contain', async () => {
  const url = `${node.url}/socket.io/?EIO=4&transport=polling`;
  for (const [body, count] of [
    [Array(10).fill('3').join('\x1e'), 11],
    [`3${'x'.repeat(60_000)}`, 2 + 60_000 / PACKET_BYTES],
  ] as const) {
    const opened = await (await fetch(url)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const post = (data: string) => fetch(`${url}&sid=${sid}`, { method: 'POST', body: data });
    let taken = 0;
    while ((await post(body)).ok) taken += 1;
    expect(taken).toBeGreaterThan(200 / count);
    expect(taken).toBeLessThan(400 / count);
  }
});

it('[F8] a connection that has left all its namespaces is closed, like one that joins none', async () => {
  const socket = new WebSocket(`${hasty.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const heard: string[] = [];
  socket.on('message', (packet) => void heard.push(String(packet)));
  await once(socket, 'open');
  socket.send(CONNECT);
  await expect.poll(() => heard.at(-1)).toMatch(/session:opened/);
  socket.send('41/chat,');
  await once(socket, 'close');
});

it('[F8] data after an answered request is not read for ever', async () => {
  const socket = connect(hasty.port, '127.0.0.1')
    .on('error', () => {})
    .resume();
  socket.write('POST /nowhere HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
  const body = setInterval(() => socket.write('1000\r\n'.concat('x'.repeat(0x1000), '\r\n')), 10);
  await closed(socket);
  clearInterval(body);
});

it('[F8] an answer that nobody takes does not wait for ever', async () => {
  const socket = connect(hasty.port, '127.0.0.1')
    .on('error', () => {})
    .pause();
  const request = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
  while (socket.write(request.repeat(1_000))) await new Promise(setImmediate);
  const full = hasty.connections();
  await expect.poll(() => hasty.connections()).toBeLessThan(full);
  socket.destroy();
});

it('[F5] one address has a limited number of TCP connections, whether they request anything or not', async () => {
  const sockets = Array.from({ length: 100 }, () =>
    connect(node.port, '127.0.0.1')
      .on('error', () => {})
      .resume(),
  );
  await Promise.race(sockets.map(closed));
  expect(node.connections()).toBeLessThanOrEqual(4 * 20 + 1);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => node.connections()).toBe(0);
});
