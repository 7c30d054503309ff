import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import { CHAT_NAMESPACE, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import { openWireTo } from './socket';
import type { WireListener } from './wire';

const DEAF = new Proxy({}, { get: () => () => {} }) as WireListener;

it('[R10] [R12] only the first attempt of a page says that it was just opened, and each has its own value', async () => {
  const asked: URL[] = [];
  const server = createServer((_request, response) => response.writeHead(503).end());
  server.on('request', ({ url }) => void asked.push(new URL(url ?? '', 'http://node')));
  server.on('upgrade', ({ url }, socket) => {
    asked.push(new URL(url ?? '', 'http://node'));
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const open = openWireTo({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const transports = ['websocket', 'websocket', 'upgrading', 'upgrading', 'polling', 'websocket'] as const;
  const wires = transports.map((each) => open(() => ({ version: PROTOCOL_VERSION }), each, DEAF));
  await expect.poll(() => asked.length).toBeGreaterThan(5);
  for (const wire of wires) wire.close();
  server.close();
  const fresh = asked.filter(({ searchParams }) => searchParams.has('fresh'));
  expect(fresh).toHaveLength(1);
  expect(fresh[0]?.searchParams.get('transport')).toBe('websocket');
  const values = asked.map(({ searchParams }) => searchParams.get('attempt'));
  expect(values.every(Boolean)).toBe(true);
  expect(new Set(values).size).toBe(transports.length);
});

it.each(['websocket', 'upgrading', 'polling'] as const)(
  '[V1] a page that a node turns away over %s hears why, and nothing else',
  async (transport) => {
    const io = new Server(0);
    io.of(CHAT_NAMESPACE).use((_socket, next) => {
      next(Object.assign(new Error('no'), { data: reportOf('outdated_page') }));
    });
    const { port } = io.httpServer.address() as AddressInfo;
    const heard: unknown[] = [];
    const listener = {
      ...DEAF,
      lost: () => void heard.push('lost'),
      turnedAway: (error: unknown) => void heard.push(error),
      reached: () => {},
    } as WireListener;
    const wire = openWireTo({ url: `http://127.0.0.1:${port}` })(
      () => ({ version: PROTOCOL_VERSION }),
      transport,
      listener,
    );
    await expect.poll(() => heard).toEqual([reportOf('outdated_page')]);
    wire.close();
    await io.close();
    expect(heard).toEqual([reportOf('outdated_page')]);
  },
);

it.each(['websocket', 'polling'] as const)(
  '[R6] a page whose node ends the connection over %s hears that it is lost',
  async (transport) => {
    const io = new Server(0);
    io.of(CHAT_NAMESPACE).on('connection', (socket) => socket.conn.close());
    const { port } = io.httpServer.address() as AddressInfo;
    let lost = 0;
    const listener = { ...DEAF, reached: () => {}, lost: () => void lost++ } as WireListener;
    const open = openWireTo({ url: `http://127.0.0.1:${port}` });
    const wire = open(() => ({ version: PROTOCOL_VERSION }), transport, listener);
    await expect.poll(() => lost).toBeGreaterThan(0);
    wire.close();
    await io.close();
  },
);

it('hears every event of a node with its payload, and none that this version does not know', async () => {
  const io = new Server(0);
  io.of(CHAT_NAMESPACE).on('connection', (socket) => {
    socket.emit('name:tattooed', { name: 'Ada' });
    socket.emit('store:changed', { isStoring: false });
    socket.emit('node:draining');
  });
  const { port } = io.httpServer.address() as AddressInfo;
  const heard: unknown[] = [];
  const listener = {
    reached: () => {},
    lost: () => {},
    turnedAway: () => {},
    heard: (...news: unknown[]) => void heard.push(news),
  };
  const open = openWireTo({ url: `http://127.0.0.1:${port}` });
  const wire = open(() => ({ version: PROTOCOL_VERSION }), 'websocket', listener);
  await expect
    .poll(() => heard)
    .toEqual([
      ['store:changed', { isStoring: false }],
      ['node:draining', undefined],
    ]);
  wire.close();
  await io.close();
});
