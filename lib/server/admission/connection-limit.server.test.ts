import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { connectClient, type NodeForTests, startNodeForTests } from '@/lib/server/testing/node-for-tests';

const open: { close(): unknown }[] = [];
const opened = <T extends { close(): unknown }>(one: T): T => {
  open.unshift(one); // The node closes last.
  return one;
};
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const start = async (...settings: Parameters<typeof startNodeForTests>) =>
  opened(await startNodeForTests(...settings));

/** Opens a session over long polling, from an address that the load balancer passes on. */
const comeFrom = (node: NodeForTests, address: string) =>
  fetch(`${node.url}/socket.io/?EIO=4&transport=polling`, { headers: { 'x-forwarded-for': address } });

const rawSocket = (node: NodeForTests) =>
  opened(new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`));

it('[F5] one address has a limited number of connections, and may open another when one closes', async () => {
  const node = await start({ MAX_CONNECTIONS_PER_IP: '2' });
  const [first, second] = [rawSocket(node), rawSocket(node)];
  await Promise.all([once(first, 'message'), once(second, 'message')]);
  const refused = await fetch(`${node.url}/socket.io/?EIO=4&transport=polling`);
  expect(refused.status).toBe(403);
  expect(await refused.text()).toMatch(/Too many connections come from your address/);
  first.close();
  const third = opened(connectClient(node.url));
  await new Promise<void>((resolve) => third.once('session:opened', () => resolve()));
});

it('[F5] no more connections than that get in if they come at the same instant', async () => {
  const node = await start({ MAX_CONNECTIONS_PER_IP: '3' });
  const sockets = Array.from({ length: 30 }, () => rawSocket(node).on('error', () => {}));
  await expect
    .poll(() => sockets.filter(({ readyState }) => readyState >= WebSocket.CLOSING))
    .toHaveLength(27);
  expect(sockets.filter(({ readyState }) => readyState === WebSocket.OPEN)).toHaveLength(3);
});

it('[F5] an address may open connections only so fast, and other addresses are not affected', async () => {
  const node = await start({ RATE_CONNECTIONS: '3/1m', TRUST_PROXY: 'loopback' });
  for (let count = 0; count < 3; count++) expect((await comeFrom(node, '203.0.113.9')).status).toBe(200);
  const refused = await comeFrom(node, '203.0.113.9');
  expect(refused.status).toBe(403);
  expect(await refused.text()).toMatch(/Please wait 60 s/);
  expect((await comeFrom(node, '203.0.113.10')).status).toBe(200);
});

it('[F6] the connections of one IPv6 network count together, and those of another do not', async () => {
  const node = await start({ MAX_CONNECTIONS_PER_IP: '1', TRUST_PROXY: 'loopback' });
  const statuses: number[] = [];
  for (let subnet = 1; subnet <= 12; subnet++) {
    statuses.push((await comeFrom(node, `2001:db8:1:${subnet}00::1`)).status);
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(4);
  expect((await comeFrom(node, '2001:db8:2::1')).status).toBe(200);
});

it('[F5] without TRUST_PROXY nobody gets a limit of their own by claiming an address', async () => {
  const node = await start({ RATE_CONNECTIONS: '2/1m' });
  for (let count = 0; count < 2; count++) await comeFrom(node, `203.0.113.${count}`);
  expect((await comeFrom(node, '203.0.113.77')).status).toBe(403);
});

it('[F8] a connection that requests nothing is closed', async () => {
  const node = await start({}, { handshakeMs: 300 });
  const silent = connect(node.port, '127.0.0.1');
  const dripping = connect(node.port, '127.0.0.1');
  dripping.write('GET / HTTP/1.1\r\nHost: ');
  for (const socket of [silent, dripping]) socket.on('error', () => {}).resume();
  await Promise.all([once(silent, 'close'), once(dripping, 'close')]);
});

it('[F8] so is one that opens a session and joins nothing', async () => {
  const node = await start({}, { handshakeMs: 300 });
  const socket = rawSocket(node);
  await once(socket, 'close');
  await expect.poll(() => node.connections()).toBe(0);
});
