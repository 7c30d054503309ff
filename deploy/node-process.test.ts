import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '@/scripts/cluster/free-port';
import { NODE_ARGS, startNode } from '@/scripts/cluster/start-node';
import { startProcess } from '@/scripts/cluster/start-process';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'concord-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const startBuilt = async () => startNode({ id: 'built', port: await freePort(), store: { dataDir } });

/** Starts a node that is expected to give up. Returns its exit code and what it printed. */
async function giveUp(env: Record<string, string>, start: { args?: readonly string[]; cwd?: string } = {}) {
  const running = await startProcess({
    name: 'node',
    command: process.execPath,
    args: NODE_ARGS,
    ...start,
    env: { ...process.env, NODE_ENV: 'production', REDIS_URL: '', DATA_DIR: dataDir, ...env },
  });
  const { code } = await running.ended;
  return { code, said: running.tail() };
}

it('[C5] a wrong configuration ends the start with a list of the errors and exit code 1', async () => {
  const { code, said } = await giveUp({ PORT: 'many', HISTORY_LIMIT: '-1' });
  expect(code).toBe(1);
  expect(said).toMatch(/PORT .*"many"/);
  expect(said).toMatch(/HISTORY_LIMIT .*"-1"/);
  expect(said).not.toMatch(/ at .*server\.js/);
});

it('[C8] a misspelt variable ends the start with a suggestion, and exit code 1', async () => {
  const { code, said } = await giveUp({ PORT: '0', REDIS_URI: 'redis://:hunter2@127.0.0.1' });
  expect(code).toBe(1);
  expect(said).toMatch(/^ {2}REDIS_URI is not a Concord variable: did you mean REDIS_URL\?/m);
  expect(said).not.toMatch(/hunter2| at .*server\.js/);
});

it('[C9] invalid lines in .env end the start, named by their numbers, with exit code 1', async () => {
  writeFileSync(
    join(dataDir, '.env'),
    '# Ours\nREDIS_URL redis://:hunter2@host\nPORT=0\nRATE_MESAGES=1/1s\nPORT=1\n',
  );
  const args = NODE_ARGS.map((arg) => (arg.endsWith('.js') ? resolve(arg) : arg));
  const { code, said } = await giveUp({}, { args, cwd: dataDir });
  expect(code).toBe(1);
  expect(said).toMatch(/^ {2}Line 2 of \.env is not an assignment: did you mean REDIS_URL=…\?$/m);
  expect(said).toMatch(/^ {2}Line 5 of \.env assigns PORT, as line 3 does/m);
  expect(said).toMatch(/^ {2}RATE_MESAGES is not a Concord variable: did you mean RATE_MESSAGES\?/m);
  expect(said).not.toMatch(/hunter2| at .*server\.js/);
});

it('[C5] a port in use is named, with what to do, and exit code 1', async () => {
  const other = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const { code, said } = await giveUp({ PORT: String(port), HOST: '127.0.0.1' });
  other.close();
  expect(code).toBe(1);
  expect(said).toMatch(new RegExp(`Port ${port} of 127.0.0.1 is in use`));
});

it('[C5] `npm start` before `npm run build` says to build, and nothing else, with exit code 1', async () => {
  copyFileSync('package.json', join(dataDir, 'package.json'));
  const args = ['--silent', 'start'];
  const running = await startProcess({ name: 'npm', command: 'npm', args, cwd: dataDir, env: process.env });
  expect((await running.ended).code).toBe(1);
  expect(running.tail()).toBe('Concord is not built: run "npm run build" first.');
});

it('[C5] a node without its pages names the folder in which they are not built, with exit code 1', async () => {
  const args = NODE_ARGS.map((arg) => (arg.endsWith('.js') ? resolve(arg) : arg));
  const { code, said } = await giveUp({ PORT: '0', HOST: '127.0.0.1' }, { args, cwd: dataDir });
  expect(code).toBe(1);
  expect(said).toMatch(/Concord is not built in .*concord-.*: run "npm run build" there first\.$/);
});

it('[C5] a second node on the same store is refused, with exit code 1, and the first one carries on', async () => {
  const first = await startBuilt();
  const { code, said } = await giveUp({ PORT: '0', HOST: '127.0.0.1' });
  expect(code).toBe(1);
  expect(said).toMatch(/Another node .* REDIS_URL/);
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  await first.stop();
});

it('[Z4] several nodes without Redis are refused with a sentence that names REDIS_URL, and exit code 1', async () => {
  const { code, said } = await giveUp({ NODES: '2', PORT: '0' });
  expect(code).toBe(1);
  expect(said).toMatch(/^ {2}NODES .* set REDIS_URL, or leave NODES out \(now: "2"\)$/m);
});

it('[Z4] an invalid number of nodes is named, with what is accepted, and exit code 1', async () => {
  const { code, said } = await giveUp({ NODES: 'nonsense', REDIS_URL: 'redis://127.0.0.1:1' });
  expect(code).toBe(1);
  expect(said).toMatch(/NODES takes a whole number from 1 to 64, or auto .*"nonsense"/);
});

it('[Z4] an error that keeps one of several nodes from starting ends their parent: logged once, with exit code 1', async () => {
  const other = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const place = { PORT: String(port), HOST: '127.0.0.1', REDIS_URL: 'redis://127.0.0.1:1' };
  const { code, said } = await giveUp({ NODES: '2', ...place });
  other.close();
  expect(code).toBe(1);
  expect(said.match(new RegExp(`Port ${port} of 127.0.0.1 is in use`, 'g'))).toHaveLength(1);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  it(`[C5] ${signal} ends a node that has clients, with exit code 0`, async () => {
    const node = await startBuilt();
    // One that was opened in advance, as browsers do, and sends nothing. It comes first, because connections are accepted in
    // order, and the kernel resets those that a process has not accepted when it ends.
    const idle = connect(node.port, '127.0.0.1');
    await once(idle, 'connect');
    const clients = ['websocket', 'polling'].map((transport) => io(node.url, { transports: [transport] }));
    await Promise.all(clients.map((client) => new Promise((resolve) => client.once('message', resolve))));
    const gone = clients.map((client) => new Promise((resolve) => client.once('disconnect', resolve)));
    const idleEnded = once(idle.resume(), 'close');
    // A terminal signals all its processes, and npm passes the signal on.
    node.process.kill(signal);
    setTimeout(() => node.process.kill(signal), 50);
    expect(await node.ended).toEqual({ code: 0, signal: null });
    // Not "io server disconnect", after which a client would not come back by itself.
    for (const reason of await Promise.all(gone)) expect(reason).toMatch(/^transport/);
    for (const client of clients) client.close();
    await idleEnded;
  });
}

it('[C1] a built node serves the page, answers HEAD, and says that it is alive and ready', async () => {
  const node = await startBuilt();
  expect((await fetch(node.url, { method: 'HEAD' })).status).toBe(200);
  expect(await (await fetch(node.url)).text()).toContain('<title>Online Chat Room</title>');
  expect((await fetch(`${node.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${node.url}/readyz`)).status).toBe(200);
  await node.stop();
});

it('[H4] a peer that resets its connection in the middle of an upgrade does no harm', async () => {
  const node = await startBuilt();
  for (const path of ['/nowhere', '/socket.io/?EIO=4&transport=websocket', '/_next/hmr']) {
    const socket = connect(node.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    socket.resetAndDestroy();
    expect((await fetch(`${node.url}/readyz`)).status).toBe(200);
  }
  expect(node.tail()).not.toMatch(/ECONNRESET|EPIPE|uncaught/i);
  await node.stop();
});
