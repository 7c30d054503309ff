import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Moderated, Posted } from '@/lib/chat/entry';
import type { Member } from '@/lib/chat/member';
import { aMessage } from '@/lib/chat/message-for-tests';
import { createNodeMemory } from '@/lib/server/feeds/memory-budget';
import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { MemberTab } from '@/lib/server/members/member-tabs';
import { RoomRoster } from '@/lib/server/presence/room-roster';
import { ForgetfulLog } from '@/lib/server/testing/forgetful-log-for-tests';
import { LiveRooms, type LiveRoomsOptions } from './live-rooms';
import type { TellRoom } from './room';

const ROOM = 'lobby';
const LINGER_MS = 5 * 60_000;
const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };
const said = (id: string) => aMessage({ id });
const posted = said('ada:1');
const banOf = (member: Member): Moderated => {
  const action = { kind: 'ban', by: ada, at: 1, member } as const;
  return { kind: 'moderated', id: 'ban:1', action, at: 1 };
};

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** A node, and what its rooms did, in order. */
function setUp() {
  const store = new ForgetfulLog();
  const link = store.open();
  const done: string[] = [];
  const note =
    (what: string) =>
    (...[first]: unknown[]) =>
      void done.push(typeof first === 'string' ? `${what} ${first}` : what);
  const presence = {
    open: (room: string) => {
      note('roster opened')(room);
      return { roster: new RoomRoster(room), loaded: Promise.resolve() };
    },
    closeRoom: note('roster closed'),
    enter: note('entered'),
    leave: note('left'),
  };
  const tell = (what: string, entries: readonly LoggedEntry[]) =>
    void done.push([what, ...entries.map(({ id }) => id)].join(' '));
  const tabOf = (id: string) =>
    ({ asker: () => ({ id, isAdmin: false }), removed: note(`${id} removed from`) }) as unknown as MemberTab;
  const liveRooms = new LiveRooms({
    rooms: {
      store: {
        forgetAdmissions: note('admissions forgotten'),
        forgetAdmission: () => {},
        putBack: note('room put back'),
      },
    },
    moderation: {
      cache: { changed: note('moderation read again'), putBack: note('moderation put back') },
      stillAdmitted: { checkAll: note('admissions checked') },
    },
    members: {
      presence,
      typing: { leave: note('stopped typing') },
      tabs: { of: (id: string) => (id === ben.id ? [tabOf(id)] : []), in: () => [] },
    },
    secrets: { renewed: note('secrets renewed') },
    node: {},
    log: link.log,
    memory: createNodeMemory({ historyMemoryMb: 1, nodes: 1 }),
    historyLimit: 100,
    tell: {
      entries: (_, { entries }) => tell('told', entries),
      history: (_, __, undelivered) => tell('history told', undelivered),
    } satisfies TellRoom,
  } as unknown as LiveRoomsOptions);
  /** Waits until everything that was on its way has arrived. */
  const settle = async () => {
    for (let still = 0; still < 5; still += 1) {
      for (const way of ['asked', 'answered', 'published'] as const) while (link.move(way)) still = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return done.splice(0);
  };
  /** Opens the room and begins its history. */
  const open = async () => {
    const room = liveRooms.enter(ROOM, 'one', ada);
    await settle();
    const appended = room.append(posted);
    await settle();
    await appended;
    return room;
  };
  /** Appends an entry at another node, which this one hears of only when it looks at the log. */
  const appendElsewhere = (entry: Posted | Moderated) => {
    store.restart('all');
    store.append(entry.id, JSON.stringify(entry), {});
  };
  return { liveRooms, store, done, settle, open, appendElsewhere };
}

/** Opens a room with so many people that entries wait for each other. */
async function openBusy() {
  const node = setUp();
  const room = await node.open();
  for (let socket = 0; socket < 10_000; socket += 1) room.enter(`${socket}`, null);
  const append = async (id: string) => {
    const appended = room.append(said(id));
    const done = await node.settle();
    await appended;
    return done;
  };
  expect(await append('ada:2')).toEqual(['told ada:2']);
  expect(await append('ada:3')).toEqual([]);
  return { ...node, room };
}

it('[E1] a room opens with its first socket, and stays open for five minutes after its last', async () => {
  const { liveRooms, settle } = setUp();
  const room = liveRooms.enter(ROOM, 'one', ada);
  expect(liveRooms.enter(ROOM, 'two', null)).toBe(room);
  const opening = ['admissions forgotten lobby', 'roster opened lobby', 'entered lobby'];
  const loading = ['moderation read again lobby', 'admissions checked lobby', 'history told'];
  expect(await settle()).toEqual([...opening, ...loading]);
  room.leave('one', ada);
  expect(liveRooms.ids()).toEqual([ROOM]);
  room.leave('two', null);
  expect(await settle()).toEqual(['left lobby', 'stopped typing lobby', 'roster closed lobby']);
  expect([liveRooms.find(ROOM), liveRooms.ids()]).toEqual([undefined, []]);
  await expect(liveRooms.append(ROOM, posted)).rejects.toMatchObject({ code: 'room_not_joined' });

  vi.advanceTimersByTime(LINGER_MS - 1);
  expect(liveRooms.enter(ROOM, 'three', null)).toBe(room);
  vi.advanceTimersByTime(LINGER_MS);
  expect(liveRooms.find(ROOM)).toBe(room);
  expect(await settle()).toEqual(['roster opened lobby']);

  room.leave('three', null);
  vi.advanceTimersByTime(LINGER_MS);
  expect(liveRooms.enter(ROOM, 'four', null)).not.toBe(room);
  expect(await settle()).toEqual(['roster closed lobby', ...opening.slice(0, 2), ...loading]);
});

it('[P1] a socket counts once, however often it enters and leaves, and without one nobody is known', async () => {
  const { liveRooms, settle } = setUp();
  const room = liveRooms.enter(ROOM, 'one', ada);
  room.enter('one', ada);
  await settle();
  room.roster.apply({ room: ROOM, joined: [ada], left: [], renamed: [] });
  expect(room.roster.present).toEqual({ count: 1, members: [ada] });
  room.leave('one', ada);
  room.leave('one', ada);
  expect(await settle()).toEqual(['roster closed lobby', 'left lobby', 'stopped typing lobby']);
  expect(room.roster.present).toEqual({ count: 0, members: [] });
});

it('[O4] a member is removed by a ban before anybody is told of it', async () => {
  const { settle, open } = setUp();
  const room = await open();
  const appended = room.append(banOf(ben));
  expect(await settle()).toEqual(['moderation read again lobby', 'ben removed from lobby', 'told ban:1']);
  await appended;
});

it('[O4] so is a member whose ban was never delivered here, before anybody is told that the history changed', async () => {
  const { settle, open, appendElsewhere } = setUp();
  await open();
  appendElsewhere(banOf(ben));
  const done = await settle();
  expect(done.slice(done.indexOf('ben removed from lobby'))).toEqual([
    'ben removed from lobby',
    'moderation read again lobby',
    'admissions checked lobby',
    'history told ban:1',
  ]);
});

it('[R1] entries that wait for each other are told before somebody joins, who gets them with the answer', async () => {
  const { room, done, settle } = await openBusy();
  const joining = room.feed.catchUp(null, () => void done.push('joined'));
  expect(await settle()).toEqual(['told ada:3', 'joined']);
  await joining;
});

it('[D1] entries that wait for each other are told before the history that comes after them', async () => {
  const { settle, appendElsewhere } = await openBusy();
  appendElsewhere(said('ada:4'));
  const done = await settle();
  expect(done.filter((what) => what.includes('told'))).toEqual(['told ada:3', 'history told ada:4']);
});

it('[E1] closing a room with people in it ends its roster, and closing it once more does not end the next one', async () => {
  const { liveRooms, settle, open } = setUp();
  const room = await open();
  liveRooms.close();
  expect(await settle()).toEqual(['roster closed lobby']);
  expect(room.roster.present).toEqual({ count: 0, members: [] });
  const next = liveRooms.enter(ROOM, 'two', null);
  await settle();
  room.close();
  expect(await settle()).toEqual([]);
  expect(liveRooms.find(ROOM)).toBe(next);
});

it('[E6] secrets, room and moderation are back before anybody is told that the history changed', async () => {
  const { liveRooms, store, settle, open } = setUp();
  await open();
  store.restart('nothing');
  const checked = liveRooms.check(ROOM);
  expect(await settle()).toEqual([
    'secrets renewed',
    'room put back lobby',
    'moderation put back lobby',
    'moderation read again lobby',
    'admissions checked lobby',
    'history told',
  ]);
  await checked;
  expect(store.ids).toEqual([posted.id]);
});
