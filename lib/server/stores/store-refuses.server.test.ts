import { execFileSync } from 'node:child_process';
import { linkSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { comeClassic } from '@/lib/server/testing/classic-for-tests';
import { type NodeForTests, startNodeForTests } from '@/lib/server/testing/node-for-tests';
import { ask, come, type Somebody } from '@/lib/server/testing/somebody-for-tests';
import { TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

const place = new TwoNodes();

interface Broken {
  readonly node: NodeForTests;
  breakIt(): unknown;
  mend(): unknown;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function onRedis(setting: string, broken: string, well: string): () => Promise<Broken> {
  const set = (value: string) => place.admin.commands.config('SET', setting, value);
  return async () => {
    closing.push(() => set(well));
    return { node: place.nodes[0], breakIt: () => set(broken), mend: () => set(well) };
  };
}

/** Simulates a full disk: from now on, this process may not make any file longer. */
const limitFiles = (bytes: number | 'unlimited') =>
  execFileSync('prlimit', [`--fsize=${bytes}:`, '--pid', String(process.pid)]);

async function onSqlite(breakIt: (path: string) => () => unknown): Promise<Broken> {
  const directory = temporaryFolder('sqlite');
  const node = await startNodeForTests({ DATA_DIR: directory });
  closing.push(async () => {
    limitFiles('unlimited');
    await node.close();
    removeFolder(directory);
  });
  let mend: () => unknown;
  const broken = () => {
    mend = breakIt(join(directory, 'concord.sqlite'));
  };
  return { node, breakIt: broken, mend: () => mend() };
}

const STORES: Readonly<Record<string, () => Promise<Broken>>> = {
  'a Redis that is out of memory': onRedis('maxmemory', '1', '0'),
  'a Redis that misses a replica': onRedis('min-replicas-to-write', '1', '0'),
  'a full disk': () =>
    onSqlite(() => {
      limitFiles(1);
      return () => limitFiles('unlimited');
    }),
  'a database that was deleted': () =>
    onSqlite((path) => {
      linkSync(path, `${path}.kept`);
      rmSync(path);
      return () => renameSync(`${path}.kept`, path);
    }),
};

const statusOf = async ({ url }: NodeForTests) => (await fetch(`${url}/readyz`)).status;

/** Requests that change something in the store, and can only be refused. */
const WRITES = (ben: Somebody, said: string, room: { id: string }) =>
  [
    ['message:send', { room: 'lobby', key: 'key-while', text: 'while' }],
    ['message:delete', { room: 'lobby', id: said }],
    ['room:make', { kind: 'open', id: 'others', title: 'Others', topic: '' }],
    ['room:change', { room: room.id, title: 'Changed', topic: '' }],
    ['invite:renew', { room: room.id }],
    ['room:moderate', { room: room.id, action: { kind: 'slow', everyMs: 1_000 } }],
    ['direct:open', { member: ben.id }],
  ] as const;

/** Requests that read, may be left out, or fit into what a Redis without memory still gives. */
const OTHERS = (room: { id: string }) =>
  [
    ['node:ping', {}],
    ['name:set', { name: 'Another' }],
    ['room:join', { room: 'lobby', position: null }],
    ['room:history', { room: 'lobby', before: 10 }],
    ['room:members', { room: 'lobby', after: { id: 'a', name: 'A' } }],
    ['rooms:list', { search: '' }],
    ['my-rooms:list', {}],
    ['room:record', { room: room.id }],
    ['my-rooms:add', { room: room.id }],
    ['room:read', { room: 'lobby', mark: { epoch: 1, number: 1 } }],
    ['typing:set', { room: 'lobby', isTyping: true }],
    ['room:leave', { room: room.id }],
    ['my-rooms:remove', { room: room.id }],
  ] as const;

for (const [what, open] of Object.entries(STORES)) {
  it(`[A5] over ${what} a node is not ready, tells its clients, and refuses what cannot be stored, until it can`, async () => {
    const { node, breakIt, mend } = await open();
    const [ada, ben] = await Promise.all([come(place, node, 'Ada'), come(place, node, 'Ben')]);
    for (const who of [ada, ben]) await ask(who, 'room:join', { room: 'lobby' });
    const { room } = await ask(ada, 'room:make', { kind: 'private', title: 'Plans', topic: '' });
    await ask(ada, 'room:join', { room: room.id });
    const { id } = await ask(ada, 'message:send', { room: 'lobby', key: 'key-before', text: 'before' });
    expect(await statusOf(node)).toBe(200);
    const heard: boolean[] = [];
    ben.socket.on('store:changed', ({ isStoring }) => void heard.push(isStoring));

    await breakIt();
    for (const [event, payload] of WRITES(ben, id, room)) {
      expect([event, await ask(ada, event, payload as never)]).toEqual([event, 'store_unavailable']);
    }
    expect(await statusOf(node)).toBe(503);
    await expect.poll(() => heard).toEqual([false]);
    for (const [event, payload] of OTHERS(room)) {
      const answer = await ask(ada, event, payload as never);
      if (typeof answer === 'string') expect([event, answer]).toEqual([event, 'store_unavailable']);
    }
    const cleo = await come(place, node, 'Cleo');
    expect(await ask(cleo, 'message:send', { room: 'lobby', key: 'key-cleo', text: 'hello' })).toMatch(
      /^(store_unavailable|room_not_joined|name_required)$/,
    );
    const classic = await comeClassic(place, node, '10.0.0.1');
    classic.say({ event: 'set_username', payloads: ['Dora'] });
    classic.say({ event: 'message', payloads: ['hello'] });
    // It has no callback for answers, and is told in words.
    await expect.poll(() => classic.heard.length).toBeGreaterThanOrEqual(3);

    await mend();
    await expect.poll(() => statusOf(node)).toBe(200);
    await expect.poll(() => heard).toEqual([false, true]);
    const again = { room: 'lobby', key: 'key-while', text: 'while' };
    expect(await ask(ada, 'message:send', again)).toHaveProperty('position');
    await expect.poll(() => ben.heard).toEqual(['before', 'while']);
  });
}
