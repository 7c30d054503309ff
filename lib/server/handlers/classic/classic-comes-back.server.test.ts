import { io, type Socket } from 'socket.io-client';
import { expect, it } from 'vitest';
import type { NodeForTests } from '@/lib/server/testing/node-for-tests';
import { startProxyForTests } from '@/lib/server/testing/proxy-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const LEASE_MS = 3_000;
const place = new TwoNodes({}, { leaseMs: LEASE_MS, renewNamesEveryMs: 60_000 });

interface Program {
  readonly socket: Socket;
  readonly heard: string[];
}

/** A program that asks for its name once, and for no other. */
async function come(node: NodeForTests, name?: string): Promise<Program> {
  const socket = place.opened(
    io(node.url, { forceNew: true, transports: ['websocket'], reconnection: false }),
  );
  const heard: string[] = [];
  socket.on('message', (text: string) => void heard.push(text));
  await expect.poll(() => heard).toEqual(['You have entered the chat room!']);
  heard.length = 0;
  if (name !== undefined) socket.emit('set_username', name);
  return { socket, heard };
}

const isNamed = ({ heard }: Program, name: string) =>
  expect.poll(() => heard).toContain(`Your username has been set to: ${name}`);

/** A node that dies, with all its connections, without another word to Redis. */
async function startMortal(): Promise<{ node: NodeForTests; die(): Promise<void> }> {
  const proxy = place.opened(await startProxyForTests(place.redis.port));
  const node = await place.startNode('three', { REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
  const die = async () => {
    proxy.swallow();
    await node.close();
  };
  return { node, die };
}

/** Resolves once nothing of the third node is left. */
const cleanedUp = () =>
  expect
    .poll(async () => {
      const nodes = await place.admin.commands.zrange('concord:nodes', 0, '-1');
      return nodes.some((node) => node.startsWith('three.'));
    })
    .toBe(false);

const departuresIn = ({ heard }: Program) =>
  heard.filter((text) => text.endsWith(' has left the chat room.'));

for (const end of ['dies', 'is closed'] as const) {
  it(`[N11][K3] a classic client whose node ${end} has its name again, and nobody reads that it left`, async () => {
    const { node, die } = await startMortal();
    const witness = await come(place.nodes[1]);
    await isNamed(await come(node, 'Bot'), 'Bot');
    await isNamed(await come(node, 'Gone'), 'Gone');
    // Clients are told their own names before others are told of them.
    const ada = await place.enter(place.nodes[1], 'Ada');
    const present = async () => (await ada.join()).present.members.map(({ name }) => name).sort();
    await expect.poll(present).toEqual(['Ada', 'Bot', 'Gone']);
    await (end === 'dies' ? die() : node.drain().then(node.close));
    const bot = await come(place.nodes[0], 'Bot');
    await isNamed(bot, 'Bot');
    if (end === 'dies') expect(bot.heard[0]).toMatch(/^This username is taken\./);
    bot.socket.send('still here');
    await expect.poll(() => witness.heard).toContain('Bot: still here');
    await cleanedUp();
    await expect.poll(present).toEqual(['Ada', 'Bot']);
    await expect.poll(() => departuresIn(witness)).toEqual(['Gone has left the chat room.']);
    bot.socket.close();
    await expect.poll(() => departuresIn(witness)).toContain('Bot has left the chat room.');
    expect(departuresIn(witness)).toHaveLength(2);
  });
}

it('[N11] a client without a name gets the one that it last asked for, once its owner leaves', async () => {
  const [ada, eve] = [await come(place.nodes[0], 'Ada'), await come(place.nodes[1], 'Eve')];
  await Promise.all([isNamed(ada, 'Ada'), isNamed(eve, 'Eve')]);
  const waiting = await come(place.nodes[1], 'Eve');
  waiting.socket.emit('set_username', 'Ada');
  await expect.poll(() => waiting.heard).toHaveLength(2);
  eve.socket.emit('set_username', 'Ada');
  await expect.poll(() => eve.heard.at(-1)).toMatch(/^This username is taken\./);
  ada.socket.close();
  await isNamed(waiting, 'Ada');
  eve.socket.close();
  await expect.poll(() => departuresIn(waiting)).toContain('Eve has left the chat room.');
  expect(waiting.heard.filter((text) => text.startsWith('Your username'))).toHaveLength(1);
});

it('[N11] a client that asks for two names at once, and gets the second, keeps it when the first is free', async () => {
  const ada = await come(place.nodes[0], 'Ada');
  await isNamed(ada, 'Ada');
  const other = await come(place.nodes[0], 'Ada');
  other.socket.emit('set_username', 'Eve');
  await isNamed(other, 'Eve');
  const waiting = await come(place.nodes[0], 'Ada');
  await expect.poll(() => waiting.heard).toHaveLength(1);
  ada.socket.close();
  // This round would have asked for both again.
  await isNamed(waiting, 'Ada');
  expect(other.heard.filter((text) => text.startsWith('Your username'))).toHaveLength(1);
});

it('[N11] a client that asks for a name while Redis is away has it once Redis is back', async () => {
  const bot = await come(place.nodes[0]);
  await place.redis.kill();
  bot.socket.emit('set_username', 'Bot');
  await expect.poll(() => bot.heard).toHaveLength(1);
  await place.redis.restart();
  await isNamed(bot, 'Bot');
  bot.socket.send('back');
  await expect.poll(() => bot.heard).toContain('Bot: back');
});

it('[N11] a client that asks for a name too early gets it once it may', async () => {
  const node = await place.startNode('slow', { RATE_NAMES: '1/2s' });
  const bot = await come(node, 'Bot 1');
  await isNamed(bot, 'Bot 1');
  const late = await come(node);
  for (const name of ['', 'Bot 2']) late.socket.emit('set_username', name);
  await isNamed(late, 'Bot 2');
  expect(late.heard).toHaveLength(3);
  await node.close();
});
