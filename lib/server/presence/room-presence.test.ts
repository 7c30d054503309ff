import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Member } from '@/lib/chat/member';
import { PresenceStoreForTests } from '@/lib/server/testing/presence-store-for-tests';
import { RoomPresence } from './room-presence';
import type { RoomRoster } from './room-roster';

const ROOM = 'lobby';
const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const node of opened.splice(0)) node.close();
  vi.useRealTimers();
});

const opened: RoomPresence[] = [];
const rosters = new WeakMap<RoomPresence, RoomRoster>();
const presentAt = (node: RoomPresence) => rosters.get(node)?.present.members;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Two nodes that hear each other, and what each told the people there, as `+Ada` and `-Ada`. */
function setUp() {
  const store = new PresenceStoreForTests();
  const told: string[] = [];
  const start = (name: string, others: () => readonly RoomPresence[]): RoomPresence => {
    const node = new RoomPresence({
      store: store.node(name),
      signal: (news) => {
        for (const other of others()) other.hear(news);
      },
      changed: ({ joined, left }) => {
        told.push(...joined.map(({ name }) => `+${name}`), ...left.map(({ name }) => `-${name}`));
      },
    });
    opened.push(node);
    rosters.set(node, node.open(ROOM).roster);
    return node;
  };
  const nodes: RoomPresence[] = [];
  nodes.push(
    start('one', () => nodes.slice(1)),
    start('two', () => nodes.slice(0, 1)),
  );
  const [one, two] = nodes as [RoomPresence, RoomPresence];
  return { store, told, one, two };
}

const away = async (store: PresenceStoreForTests, ms: number) => {
  store.isAway = true;
  await pass(ms);
  store.isAway = false;
};

it('[P9] a node whose rounds take long keeps its lease, and stores its members once', async () => {
  const { store, one } = setUp();
  const people = Array.from({ length: 4_000 }, (_, index): Member => ({ id: `${index}`, name: `${index}` }));
  for (const member of people) one.enter(ROOM, member);
  await pass(6_000);
  expect(store.enters).toBe(4_000);
  store.enterMs = 100; // Four seconds in all.
  await away(store, 7_000);
  await pass(60_000);
  expect(store.enters).toBe(8_000);
});

it('[P9] a member who moves to another node just before the store is back neither leaves nor comes', async () => {
  for (const beforeMs of [0, 1_000, 7_500, 9_000, 9_900, 11_000]) {
    const { store, told, one, two } = setUp();
    one.enter(ROOM, ada);
    two.enter(ROOM, ben);
    await pass(4_000);
    told.length = 0;
    await away(store, 12_000 - beforeMs);
    store.isAway = true;
    one.leave(ROOM, ada.id);
    two.enter(ROOM, ada);
    await away(store, beforeMs);
    await pass(60_000);
    expect([beforeMs, told]).toEqual([beforeMs, []]);
    expect(presentAt(two)).toEqual([ada, ben]);
    two.leave(ROOM, ada.id);
    await pass(15_000);
    expect([beforeMs, ...told.sort()]).toEqual([beforeMs, '-Ada', '-Ada']);
  }
});

it('[P9] a member who leaves while the store is away is announced within 20 seconds of its return', async () => {
  for (let backAfterMs = 12_000; backAfterMs < 15_000; backAfterMs += 100) {
    const { store, told, one, two } = setUp();
    one.enter(ROOM, ada);
    two.enter(ROOM, ben);
    await pass(4_000);
    told.length = 0;
    store.isAway = true;
    one.leave(ROOM, ada.id);
    await away(store, backAfterMs);
    await pass(20_000);
    expect([backAfterMs, ...told]).toEqual([backAfterMs, '-Ada', '-Ada']);
  }
});

it('[P9] a store that lost who is in a room, but is alive, makes nobody leave', async () => {
  const { store, told, one, two } = setUp();
  one.enter(ROOM, ada);
  two.enter(ROOM, ben);
  await pass(4_000);
  told.length = 0;
  store.forget(ROOM);
  await pass(60_000);
  expect(told).toEqual([]);
  expect(
    store
      .listed(ROOM)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['ada', 'ben']);
});

it('[P1] a member who could not be stored is stored in the next round, even if nothing else has changed', async () => {
  const { store, one, two } = setUp();
  two.enter(ROOM, ben);
  await pass(10_000); // Lists that agree are not requested again.
  store.isAway = true;
  one.enter(ROOM, ada);
  await pass(0);
  store.isAway = false;
  await pass(25_000);
  expect(store.listed(ROOM)).toEqual([ben, ada]);
  expect(presentAt(two)).toEqual([ada, ben]);
});

it('[P3] a node that was dead and is back before its members could be removed keeps them', async () => {
  const { store } = setUp();
  store.isReapingAway = true;
  store.dead = ['three', 'four'];
  await pass(4_000);
  store.dead = ['four'];
  store.isReapingAway = false;
  await pass(10_000);
  expect(new Set(store.reaped)).toEqual(new Set(['four']));
});

it('[P10] a member stored under this node who is not here is removed, and nobody else', async () => {
  const { store, told, one, two } = setUp();
  one.enter(ROOM, ada);
  two.enter(ROOM, ben);
  await pass(4_000);
  told.length = 0;
  store.remember(ROOM, { id: 'ghost', name: 'Ghost' }, 'one');
  store.remember(ROOM, ben, 'one');
  store.remember('empty', { id: 'ghost', name: 'Ghost' }, 'two');
  await pass(40_000);
  expect([store.listed(ROOM), store.listed('empty')]).toEqual([[ada, ben], []]);
  expect(presentAt(one)).toEqual([ada, ben]);
  two.leave(ROOM, ben.id);
  await pass(20_000);
  expect(store.listed(ROOM)).toEqual([ada]);
});
