import { readdirSync } from 'node:fs';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '@/scripts/cluster/free-port';
import { startNginx } from '@/scripts/cluster/start-balancer';
import { type RunningRedis, startRedis } from '@/scripts/cluster/start-redis';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';
import {
  comeIn,
  isRunning,
  nodeOf,
  nodesReached,
  type Pair,
  type Placed,
  PollingConnection,
  startPair,
} from './nodes-for-tests';

const BOTH = ['pair-1', 'pair-2'];

let redis: RunningRedis;
let pair: Pair;
/** Where the processes keep what they share. */
let folder: string;
let entered = 0;
const open: { close(): unknown }[] = [];

async function start() {
  redis = await startRedis();
  folder = temporaryFolder('nodes');
  pair = await startPair({ redisUrl: redis.url, env: { TMPDIR: folder } });
  await vi.waitFor(async () => expect(await nodesReached(pair.url)).toEqual(BOTH), 20_000);
}

async function stop() {
  leave();
  await pair.stop();
  await redis.stop();
  removeFolder(folder);
}

const leave = () => {
  for (const client of open.splice(0)) client.close();
};

const enter = async (transports?: string[]) => {
  entered += 1;
  const person = await comeIn(pair.url, `Person${entered}`, transports);
  open.push(person.socket);
  return person;
};

/** Somebody at either node: new connections go to one after another, but others come in between. */
async function enterBoth(transports?: string[]): Promise<[Placed, Placed]> {
  const first = await enter(transports);
  let second = await enter(transports);
  while (second.node === first.node) second = await enter(transports);
  return first.node === 'pair-1' ? [first, second] : [second, first];
}

/** A connection of its own, and the session that it began with. */
async function openPolling(): Promise<[PollingConnection, string]> {
  const connection = new PollingConnection(pair.port);
  open.push(connection);
  return [connection, await connection.open()];
}

const placeOf = (session: string) => session.split('.', 1)[0];

const drainingHeard = ({ socket }: Placed) =>
  new Promise<void>((resolve) => socket.once('node:draining', resolve));

const running = () => BOTH.map((id) => pair.pidsOf(id).at(-1)).filter(isRunning);

describe('while nothing dies', () => {
  beforeAll(start);
  afterEach(leave);
  afterAll(stop);

  it('[Z1] two nodes on one port are one chat: people at both talk, and pages and health checks are answered', async () => {
    const [ada, ben] = await enterBoth();
    await ada.say('from the one');
    await ben.say('from the other');
    for (const { texts } of [ada, ben])
      await expect.poll(() => texts().slice(-2)).toEqual(['from the one', 'from the other']);
    expect(await (await fetch(pair.url)).text()).toContain('<title>Online Chat Room</title>');
    for (const path of ['/healthz', '/readyz']) expect((await fetch(pair.url + path)).status).toBe(200);
  });

  it('[Z2] polling clients stay at their node through many requests', async () => {
    const [ada, ben] = await enterBoth(['polling']);
    let losses = 0;
    for (const { socket } of [ada, ben]) socket.on('disconnect', () => void ++losses);
    const texts = Array.from({ length: 100 }, (_, index) => `message ${index}`);
    for (const [index, text] of texts.entries())
      expect(await (index % 2 === 0 ? ada : ben).say(text)).toMatchObject({ ok: true });
    for (const person of [ada, ben]) await expect.poll(() => person.texts().slice(-100)).toEqual(texts);
    expect(losses).toBe(0);
  });

  it('[Z2] one kept-alive connection carries requests of sessions at both nodes', async () => {
    const [connection, first] = await openPolling();
    let [, second] = await openPolling();
    while (placeOf(second) === placeOf(first)) [, second] = await openPolling();
    for (const session of [first, second]) {
      expect(await connection.send(session, '40')).toEqual({ status: 200, text: 'ok' });
      expect((await connection.receive(session)).text).toContain('You have entered the chat room!');
    }
    expect(connection.opened()).toBe(1);
  });

  it('[Z2] a session that began by polling becomes a WebSocket at its own node', async () => {
    const clients = Array.from({ length: 8 }, () => io(pair.url, { forceNew: true }));
    open.push(...clients);
    let losses = 0;
    for (const client of clients) client.on('disconnect', () => void ++losses);
    const transports = () => clients.map((client) => client.io.engine?.transport.name);
    await expect.poll(transports).toEqual(clients.map(() => 'websocket'));
    const heard = clients.map((client) => {
      const texts: string[] = [];
      client.on('message', (text) => void texts.push(text));
      return texts;
    });
    const [ada] = await enterBoth();
    await ada.say('to all');
    for (const texts of heard) await expect.poll(() => texts.at(-1)).toMatch(/: to all$/);
    expect(losses).toBe(0);
  });

  it('[Z2] all of that works behind a load balancer, which sees one address', async () => {
    const balancer = await startNginx({ port: await freePort(), nodePorts: [pair.port] });
    const ada = await comeIn(balancer.url, 'Ada', ['polling']);
    const clients = Array.from({ length: 4 }, () => io(balancer.url, { forceNew: true }));
    open.push(ada.socket, ...clients);
    for (let count = 0; count < 50; count += 1)
      expect(await ada.say(`message ${count}`)).toMatchObject({ ok: true });
    const transports = () => clients.map((client) => client.io.engine?.transport.name);
    await expect.poll(transports).toEqual(clients.map(() => 'websocket'));
    for (const client of open.splice(0)) client.close();
    await balancer.stop();
  });
});

describe('when something ends', () => {
  beforeEach(start);
  afterEach(stop);

  it('[Z3] a killed node is restarted; meanwhile the other carries on, and accepts clients that come back', async () => {
    const [ada, ben] = await enterBoth();
    await ada.say('before');
    const back = nodeOf(ada.socket);
    process.kill(pair.pidsOf('pair-1').at(-1) ?? 0, 'SIGKILL');
    expect(await ben.say('meanwhile')).toMatchObject({ ok: true });
    expect(await back).toBe('pair-2');
    // A connection that is passed to a node in the moment of its death hangs until its client gives up.
    await expect.poll(() => pair.endingsOf('pair-1')).toBe(1);
    expect(await nodesReached(pair.url)).toEqual(['pair-2']);
    await expect.poll(ada.texts).toEqual(['before', 'meanwhile']);
    await expect.poll(() => nodesReached(pair.url)).toEqual(BOTH);
    expect(pair.pidsOf('pair-1')).toHaveLength(2);
    expect(pair.pidsOf('pair-2')).toHaveLength(1);
  });

  it('[Z3] a node that is ended alone lets nobody new in, serves its sessions, and is restarted', async () => {
    const [ada] = await enterBoth(['polling']);
    const asked = drainingHeard(ada);
    process.kill(pair.pidsOf('pair-1').at(-1) ?? 0, 'SIGTERM');
    await asked;
    for (let count = 0; count < 4; count += 1) expect(placeOf((await openPolling())[1])).toBe('2');
    for (let count = 0; count < 5; count += 1)
      expect(await ada.say(`message ${count}`)).toMatchObject({ ok: true });
    expect(pair.pidsOf('pair-1')).toHaveLength(1);
    ada.socket.close();
    await expect.poll(() => nodesReached(pair.url)).toEqual(BOTH);
    expect(pair.pidsOf('pair-1')).toHaveLength(2);
  });

  const signalAgain = () => setTimeout(() => process.kill(pair.pid, 'SIGINT'), 50);

  for (const [what, signal] of [
    ['SIGTERM to the parent', () => process.kill(pair.pid, 'SIGTERM')],
    ['SIGTERM to all processes, as from systemd,', () => process.kill(-pair.pid, 'SIGTERM')],
    ['Ctrl-C, which npm passes on once more,', () => process.kill(-pair.pid, 'SIGINT') && signalAgain()],
  ] as const) {
    it(`[Z5] ${what} drains all nodes and ends them, with exit code 0 and nothing left`, async () => {
      const pids = running();
      const both = await enterBoth();
      const asked = both.map(drainingHeard);
      signal();
      await Promise.all(asked);
      for (const { socket } of both) socket.close();
      expect(await pair.ended).toEqual({ code: 0, signal: null });
      expect(pids).toHaveLength(2);
      expect(pids.filter(isRunning)).toEqual([]);
      expect(readdirSync(folder)).toEqual([]);
    });
  }

  it('[Z5] nodes whose parent has died end, and leave nothing behind', async () => {
    const pids = running();
    expect(pids).toHaveLength(2);
    process.kill(pair.pid, 'SIGKILL');
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
