import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '../chat/protocol';
import { openWireTo } from './socket';
import type { WireListener } from './wire';

const DEAF = new Proxy({}, { get: () => () => {} }) as WireListener;

it('[R10] of all attempts of a page only the first says that it was just opened', async () => {
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
});
