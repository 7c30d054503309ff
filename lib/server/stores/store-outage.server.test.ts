import { expect, it } from 'vitest';
import type { Member } from '@/lib/chat/member';
import type { PresenceChange } from '@/lib/chat/presence';
import { LOBBY } from '@/lib/chat/protocol';
import { connectClient, type NodeForTests } from '@/lib/server/testing/node-for-tests';
import { cookieOf, TwoNodes } from '@/lib/server/testing/two-nodes-for-tests';

const LEASE_MS = 4_000;
const place = new TwoNodes({}, { leaseMs: LEASE_MS, settleMs: 1.5 * LEASE_MS });

type Person = Awaited<ReturnType<typeof arrive>>;

/** Somebody in the lobby who records who came and left, as `+Ada` and `-Ada`. */
async function arrive(node: NodeForTests, name: string) {
  const person = await place.enter(node, name);
  const heard: string[] = [];
  person.socket.on('presence:changed', ({ joined, left }: PresenceChange) => {
    // Newcomers may be told of themselves.
    const others = (members: readonly Member[]) =>
      members.map((member) => member.name).filter((other) => other !== name);
    heard.push(...others(joined).map((other) => `+${other}`), ...others(left).map((other) => `-${other}`));
  });
  const listed = async () => {
    const answer = await person.socket.emitWithAck('room:join', { room: LOBBY });
    return answer.ok ? answer.data.present.members.map((member) => member.name) : answer.error.code;
  };
  return { ...person, heard, listed };
}

/** Ada at one node, Ben at the other, both in each other's list. */
async function arriveBoth(): Promise<[Person, Person]> {
  const ada = await arrive(place.nodes[0], 'Ada');
  const ben = await arrive(place.nodes[1], 'Ben');
  await expect.poll(() => ada.heard).toEqual(['+Ben']);
  ada.heard.length = 0;
  return [ada, ben];
}

/** Waits for longer than any lease and any grace. */
const outlastLeases = () => new Promise((resolve) => setTimeout(resolve, LEASE_MS + 1_500));

/**
 * Waits until both nodes have renewed their leases several times since Redis is back: they have announced whatever they would.
 */
async function bothAreBack(): Promise<void> {
  for (let times = 0; times < 3; times++) {
    const now = Date.now();
    const ends = async () => {
      await place.admin.ready(5_000);
      const flat = await place.admin.commands.zrange('concord:nodes', 0, '-1', 'WITHSCORES');
      return flat
        .flat()
        .filter((_, index) => index % 2 === 1)
        .map(Number);
    };
    await expect
      .poll(async () => (await ends()).filter((end) => end > now + LEASE_MS).length)
      .toBeGreaterThanOrEqual(2);
  }
}

/** Checks that new arrivals and departures are announced, and that nothing else was. */
async function expectOnlyCleo(ada: Person, ben: Person): Promise<void> {
  const cleo = await arrive(place.nodes[1], 'Cleo');
  for (const who of [ada, ben]) await expect.poll(() => who.heard).toEqual(['+Cleo']);
  cleo.socket.close();
  for (const who of [ada, ben]) await expect.poll(() => who.heard).toEqual(['+Cleo', '-Cleo']);
  for (const who of [ada, ben]) expect(await who.listed()).toEqual(['Ada', 'Ben']);
}

it('[P9] a Redis that was down for longer than a lease makes nobody leave or come', async () => {
  const [ada, ben] = await arriveBoth();
  await place.admin.commands.save();
  await place.redis.kill();
  await outlastLeases();
  await place.redis.restart();
  await bothAreBack();
  await expectOnlyCleo(ada, ben);
});

it('[P9] nor does one that comes back empty', async () => {
  const [ada, ben] = await arriveBoth();
  await place.redis.kill();
  await outlastLeases();
  await place.redis.restart();
  await place.admin.ready(5_000);
  await place.admin.commands.flushall();
  await bothAreBack();
  await expectOnlyCleo(ada, ben);
});

it('[P9] a member who moves to another node while Redis is away has neither left nor come once it is back', async () => {
  const ada = await arrive(place.nodes[0], 'Ada');
  const cookie = await cookieOf(place.nodes[1]);
  const join = async (node: NodeForTests) => {
    const socket = place.opened(connectClient(node.url, { name: 'Ben', cookie }));
    await socket.emitWithAck('room:join', { room: LOBBY });
    return socket;
  };
  const before = await join(place.nodes[1]);
  await expect.poll(() => ada.heard).toEqual(['+Ben']);
  await place.admin.commands.save();
  await place.redis.kill();
  const after = await join(place.nodes[0]);
  before.close();
  await outlastLeases();
  await place.redis.restart();
  await bothAreBack();
  // As a page does whose name could not be claimed.
  await expect.poll(() => after.emitWithAck('name:set', { name: 'Ben' })).toMatchObject({ ok: true });
  expect(await ada.listed()).toEqual(['Ada', 'Ben']);
  after.close();
  await expect.poll(() => ada.heard).toEqual(['+Ben', '-Ben']);
});

it('[P3] what a node left that died while Redis was away is removed once Redis answers, and nothing else is', async () => {
  const [ada, ben] = await arriveBoth();
  const dying = await place.startNode('three');
  const dora = await arrive(dying, 'Dora');
  await expect.poll(() => ada.heard).toEqual(['+Dora']);
  dora.socket.io.reconnection(false);
  place.redis.pause();
  await dying.close();
  await outlastLeases();
  place.redis.resume();
  for (const who of [ada, ben]) {
    await expect.poll(() => who.heard, { timeout: 15_000 }).toEqual(['+Dora', '-Dora']);
  }
  expect(await place.admin.commands.hlen(`concord:{${LOBBY}}:members`)).toBe(2);
});

it('[P9] what a node left that died while Redis lost everything is removed in the end, though nobody knows its lease', async () => {
  const [ada, ben] = await arriveBoth();
  const dying = await place.startNode('three');
  const dora = await arrive(dying, 'Dora');
  for (const who of [ada, ben]) await expect.poll(() => who.heard).toEqual(['+Dora']);
  dora.socket.io.reconnection(false);
  await dying.close();
  await place.admin.commands.flushall();
  for (const who of [ada, ben]) {
    await expect.poll(() => who.heard, { timeout: 25_000 }).toEqual(['+Dora', '-Dora']);
    expect(await who.listed()).toEqual(['Ada', 'Ben']);
  }
});
