import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import type { Departure, Presence } from './presence';
import { describePresence } from './presence.contract';
import { createRedisPresence } from './presence.redis';

const links = new TwoLinks();

const LEASE_MS = 300;
const openNode = (node: string) =>
  createRedisPresence({
    asking: links.one.asking,
    node,
    leaseMs: LEASE_MS,
  });

/** One round of a node: renews its lease, and removes what dead nodes left. Returns the members who are now at no node. */
async function round(node: Presence): Promise<Departure[]> {
  const departures: Departure[] = [];
  const { dead } = await node.renew();
  for (const name of dead) await node.reap(name, (departure) => departures.push(departure));
  return departures;
}

const ada = { id: 'ada', name: 'Ada' };

describePresence('Redis', async () => ({ presence: openNode('contract') }));

it('[P2] a member is in a room for as long as they are there at any node', async () => {
  const [one, two] = [openNode('p2-one'), openNode('p2-two')];
  expect(await one.enter('p2', ada)).toEqual({ isFirst: true });
  expect(await two.enter('p2', ada)).toEqual({ isFirst: false });
  expect(await one.leave('p2', ada.id)).toEqual({ isLast: false });
  expect((await one.list('p2'))?.members).toEqual([ada]);
  expect(await two.leave('p2', ada.id)).toEqual({ isLast: true });
});

it('[P3] what a dead node left is removed, and exactly one of the others is told', async () => {
  const [dead, one, two] = [openNode('p3-dead'), openNode('p3-one'), openNode('p3-two')];
  await dead.renew();
  await dead.enter('p3', ada);
  await dead.enter('p3', { id: 'ben', name: 'Ben' });
  await one.renew();
  await one.enter('p3', { id: 'ben', name: 'Ben' });
  const told: unknown[] = [];
  await vi.waitUntil(async () => {
    told.push(...(await Promise.all([round(one), round(two)])).flat());
    return (await two.list('p3'))?.members.length === 1;
  });
  expect(told).toEqual([{ room: 'p3', member: ada }]);
  expect(await links.one.commands.keys('concord:node:p3-dead:*')).toEqual([]);
});

it('[P3] a store that lost where a node has members is told again, and cleans up after the node’s death', async () => {
  const [node, other] = [openNode('p3-lost'), openNode('p3-heir')];
  await node.renew();
  await node.enter('p3-room', ada);
  await links.one.commands.del('concord:node:p3-lost:rooms', 'concord:{p3-room}:members');
  await node.renew();
  await node.enter('p3-room', ada);
  await vi.waitUntil(async () => {
    await round(other);
    return (await other.list('p3-room'))?.members.length === 0;
  });
});

it('[P4] a node whose lease ran out learns that it was forgotten', async () => {
  const node = openNode('p4');
  expect(await node.renew()).toMatchObject({ isNew: true });
  expect(await node.renew()).toMatchObject({ isNew: false });
  await vi.waitUntil(async () => (await round(openNode('p4-other'))) && !(await isLeased('p4')));
  expect(await node.renew()).toMatchObject({ isNew: true });
});

it('[P9] a time in which no node renews its lease ends no lease; a node that alone is silent is dead', async () => {
  const [one, two] = [openNode('p9-one'), openNode('p9-two')];
  await two.renew();
  await two.enter('p9', ada);
  await one.renew();
  await delay(2 * LEASE_MS);
  const now = Date.now();
  expect(await one.renew()).toMatchObject({ isNew: true, dead: [] });
  expect(await leaseEnd('p9-two')).toBeGreaterThanOrEqual(now + LEASE_MS);
  expect((await one.list('p9'))?.members).toEqual([ada]);
  // The lease was prolonged, but the store may still have forgotten what the node said.
  expect(await two.renew()).toMatchObject({ isNew: true });
  expect(await two.renew()).toMatchObject({ isNew: false });
  const departed: unknown[] = [];
  const isGone = async () => {
    departed.push(...(await round(one)));
    return (await one.list('p9'))?.members.length === 0;
  };
  await vi.waitUntil(isGone, { timeout: 10_000 });
  expect(departed).toEqual([{ room: 'p9', member: ada }]);
});

it('[P9] a short time in which no node renews its lease is added to all leases', async () => {
  await openNode('p9-short').renew();
  const before = await leaseEnd('p9-short');
  await delay(LEASE_MS * 0.4);
  await openNode('p9-witness').renew();
  expect((await leaseEnd('p9-short')) - before).toBeGreaterThanOrEqual(LEASE_MS * 0.1 - 5);
});

it('[P5] a session is stored under its name, goes when it is closed, and goes with its node’s lease', async () => {
  const node = openNode('p5');
  const sessions = () => links.one.commands.hgetall('concord:node:p5:sessions');
  await node.openSession('one', '');
  await node.openSession('two', '');
  await node.openSession('two', 'Ada');
  expect(await sessions()).toEqual({ one: '', two: 'Ada' });
  await node.closeSession('one');
  expect(await sessions()).toEqual({ two: 'Ada' });
  await vi.waitUntil(async () => Object.keys(await sessions()).length === 0);
});

it('[P5] sessions that the store forgot are stored again with the next lease', async () => {
  const node = openNode('p5-again');
  const sessions = () => links.one.commands.hgetall('concord:node:p5-again:sessions');
  await node.renew();
  await node.openSession('one', 'Ada');
  await links.one.commands.flushall();
  await node.renew();
  await expect.poll(sessions).toEqual({ one: 'Ada' });
});

const isLeased = async (node: string) => (await links.one.commands.zscore('concord:nodes', node)) !== null;

const leaseEnd = async (node: string) => Number(await links.one.commands.zscore('concord:nodes', node));
