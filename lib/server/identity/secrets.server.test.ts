import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import type { NodeForTests } from '@/lib/server/testing/node-for-tests';
import { startProxyForTests } from '@/lib/server/testing/proxy-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const place = new TwoNodes();
const VISITORS = 15;

/** How a node treats somebody with this cookie. If it makes them a guest, they are somebody else from then on. */
async function taken(node: NodeForTests, cookie: string): Promise<'known' | 'guest' | 'refused'> {
  const response = await fetch(`${node.url}/socket.io/?EIO=4&transport=polling`, { headers: { cookie } });
  if (response.status !== 200) return 'refused';
  return response.headers.has('set-cookie') ? 'guest' : 'known';
}

const visitorsOf = (nodes: readonly NodeForTests[]) =>
  Promise.all(
    Array.from({ length: VISITORS }, (_, index) => cookieOf(nodes[index % nodes.length] as NodeForTests)),
  );

/** Lets everybody visit every node again and again until all nodes know everybody; nobody may ever become somebody else. */
async function expectAllKnown(nodes: readonly NodeForTests[], cookies: readonly string[]): Promise<void> {
  const seen = new Set<string>();
  const goEverywhere = async () => {
    const visits = nodes.flatMap((node) => cookies.map((cookie) => taken(node, cookie)));
    const outcomes = await Promise.all(visits);
    for (const outcome of outcomes) seen.add(outcome);
    return new Set(outcomes);
  };
  await expect.poll(goEverywhere, { interval: 50 }).toEqual(new Set(['known']));
  expect(seen).not.toContain('guest');
}

/** Restores what an earlier time left: another secret, and an older one. */
const restoreEarlier = async () => {
  await place.admin.commands.flushall();
  await place.admin.commands.zadd(
    'concord:secrets:{concord:secret:session}',
    1_000,
    'a secret from an earlier time',
  );
};

const LOSSES = {
  'was flushed': () => place.admin.commands.flushall(),
  'is replaced by another database': () => place.admin.commands.swapdb(0, 1),
  'has a secret from an earlier time': restoreEarlier,
};

for (const [what, lose] of Object.entries(LOSSES)) {
  it(`[I6] earlier visitors are known at all nodes if Redis ${what} while nobody is in a room, and a node starts`, async () => {
    const cookies = await visitorsOf(place.nodes);
    await lose();
    const late = await place.startNode('three');
    const nodes = [...place.nodes, late];
    await expectAllKnown(nodes, cookies);
    await expectAllKnown(nodes, await visitorsOf(nodes));
    await late.close();
  });
}

it('[I6] nodes that start at the same instant on an empty Redis know each other’s visitors', async () => {
  await Promise.all(place.nodes.map((node) => node.close()));
  for (let times = 0; times < 5; times += 1) {
    await place.admin.commands.flushall();
    const nodes = await Promise.all(['one', 'two', 'three'].map((id) => place.startNode(id)));
    await expectAllKnown(nodes, await visitorsOf(nodes));
    await Promise.all(nodes.map((node) => node.close()));
  }
  place.nodes = [await place.startNode('one'), await place.startNode('two')];
});

it('[I6] a node that waited for Redis, which then came back empty, knows earlier visitors', async () => {
  const cookies = await visitorsOf(place.nodes);
  await place.redis.kill();
  const waiting = await place.startNode('three');
  expect(await taken(waiting, cookies[0] ?? '')).toBe('refused');
  await place.redis.restart();
  await expectAllKnown([...place.nodes, waiting], cookies);
  await waiting.close();
});

it('[I6] a node that starts on a flushed Redis, while the nodes that know are cut off, turns nobody into somebody else', async () => {
  const proxy = await startProxyForTests(place.redis.port);
  const cutOff = await place.startNode('three', { REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
  await Promise.all(place.nodes.map((node) => node.close()));
  const cookies = await visitorsOf([cutOff]);
  proxy.swallow();
  await place.admin.commands.flushall();
  const fresh = await place.startNode('four');
  expect(await taken(fresh, cookies[0] ?? '')).toBe('refused');
  await expectAllKnown([fresh, cutOff], cookies);
  await Promise.all([fresh.close(), cutOff.close()]);
  proxy.close();
  place.nodes = [await place.startNode('one'), await place.startNode('two')];
});

it('[I6] a node with SESSION_SECRET uses only that one, and leaves those in Redis alone', async () => {
  const [cookie] = await visitorsOf(place.nodes);
  const configured = await place.startNode('three', {
    SESSION_SECRET: 'a secret that somebody chose, and long enough',
  });
  expect(await taken(configured, cookie ?? '')).toBe('guest');
  expect(await taken(configured, await cookieOf(configured))).toBe('known');
  expect(await taken(place.nodes[0], await cookieOf(configured))).not.toBe('known');
  await configured.close();
});

/** Returns the cookie that somebody has after visiting this node, as the same member as before. */
async function visit(node: NodeForTests, cookie: string): Promise<string> {
  const response = await fetch(`${node.url}/socket.io/?EIO=4&transport=polling`, { headers: { cookie } });
  const after = response.headers.get('set-cookie')?.split(';', 1)[0] ?? cookie;
  expect(memberIn(after)).toBe(memberIn(cookie));
  return after;
}

const memberIn = (cookie: string) => decodeJwt(cookie.slice(cookie.indexOf('=') + 1)).sub;

it('[I8] SESSION_SECRET is changed in two steps, node by node, and everybody stays the same at every node', async () => {
  const [first, second] = ['kQ3vT9xLr2ZbW8nYc5HdM1sPg7JfA4uE', 'Ub6RyN0tXo3KeVi9GmQ2wSzC8lDhFp5J'];
  const before = { SESSION_SECRET: first };
  const steps = [
    { SESSION_SECRET: first, SESSION_SECRET_OLD: second },
    { SESSION_SECRET: second, SESSION_SECRET_OLD: first },
    { SESSION_SECRET: second },
  ];
  const nodes = [await place.startNode('three', before), await place.startNode('four', before)];
  const cookies = await visitorsOf(nodes);
  for (const step of steps) {
    for (const index of [0, 1]) {
      await nodes[index]?.close();
      nodes[index] = await place.startNode('next', step);
      cookies.push(await cookieOf(nodes[index] as NodeForTests));
      // To each of them and back, so that each knows what the other signs.
      for (const node of [...nodes, ...nodes])
        for (const [at, cookie] of cookies.entries()) cookies[at] = await visit(node, cookie);
    }
  }
  await Promise.all(nodes.map((node) => node.close()));
});
