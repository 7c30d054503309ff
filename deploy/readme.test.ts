import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { io } from 'socket.io-client';
import { afterEach, expect, it } from 'vitest';
import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import { freePort } from '@/scripts/cluster/free-port';
import { type Cluster, startCluster } from '@/scripts/cluster/start-cluster';

const ROOT = join(import.meta.dirname, '..');

/** A bot is back within 20 s; a shared machine may take longer. */
const BACK = { timeout: 60_000 };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(): Promise<Cluster> {
  const nodePorts = [await freePort(), await freePort()];
  const cluster = await startCluster({ port: await freePort(), nodePorts, env: UNLIMITED });
  closing.push(cluster.stop);
  return cluster;
}

/** The program in the README, exactly as printed. Returns a function that counts how often it has said something. */
function runBot(url: string): (text: string) => number {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const program = /```js\n(.*?)```/s.exec(readme)?.[1]?.replace('http://localhost:5000', url) ?? '';
  const bot: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: ROOT });
  closing.push(() => bot.kill());
  let printed = '';
  bot.stdout?.on('data', (text) => {
    printed += text;
  });
  return (text) => printed.split('\n').filter((line) => line === text).length;
}

/** Somebody who asks the bot something, and reads what it says and who leaves. */
async function comeTo(url: string, name: string) {
  const socket = io(url, { forceNew: true, transports: ['websocket'] });
  closing.push(() => socket.close());
  const heard: string[] = [];
  socket.on('connect', () => socket.emit('set_username', name));
  socket.on('message', (text: string) => void heard.push(text));
  await expect.poll(() => heard).toContain(`Your username has been set to: ${name}`);
  return { socket, heard };
}

const countIn = (heard: readonly string[], text: string) => heard.filter((line) => line === text).length;

/** Returns how many dead nodes have not been cleaned up after yet. */
async function leftBehind(cluster: Cluster): Promise<number> {
  const redis = new Redis(cluster.redis?.url ?? '');
  try {
    return (await redis.zcard('concord:nodes')) - cluster.nodes.length;
  } finally {
    redis.disconnect();
  }
}

for (const ending of ['kill', 'stop'] as const) {
  it(`[N11][K3] the program in the README speaks again after each node in turn (${ending}), and was never seen to leave`, async () => {
    const cluster = await start();
    const said = runBot(cluster.url);
    await expect.poll(() => said('Bot: Hello'), BACK).toBe(1);
    for (const [place, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const ada = await comeTo(cluster.node(other).url, `Ada ${place}`);
      await cluster.node(place)[ending]();
      const before = countIn(ada.heard, 'Bot: pong');
      const isAnswered = () => {
        ada.socket.send('ping');
        return countIn(ada.heard, 'Bot: pong') > before;
      };
      await expect.poll(isAnswered, { ...BACK, interval: 1_000 }).toBe(true);
      await cluster.restartNode(place);
      await expect.poll(() => leftBehind(cluster)).toBe(0);
      expect(countIn(ada.heard, 'Bot has left the chat room.')).toBe(0);
      ada.socket.close();
    }
    const { url } = cluster.node(0);
    const eve = await comeTo(url, 'Eve');
    await cluster.redis?.kill();
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
    eve.socket.send('ping');
    await cluster.restartRedis();
    const isAnswered = () => {
      eve.socket.send('ping');
      return countIn(eve.heard, 'Bot: pong') > 0;
    };
    await expect.poll(isAnswered, { ...BACK, interval: 1_000 }).toBe(true);
    expect(countIn(eve.heard, 'Bot has left the chat room.')).toBe(0);
  }, 180_000);
}
