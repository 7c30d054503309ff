import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Moderated, Posted } from '@/lib/chat/entry';
import { createNodeMemory } from '@/lib/server/feeds/memory-budget';
import { RoomRoster } from '@/lib/server/presence/room-roster';
import { ForgetfulLog } from '@/lib/server/testing/forgetful-log-for-tests';
import { LiveRooms, type LiveRoomsOptions } from './live-rooms';

const ROOM = 'lobby';
const LINGER_MS = 5 * 60_000;
const ada = { id: 'ada', name: 'Ada' };
const posted: Posted = { kind: 'posted', id: 'ada:1', author: ada, text: 'Hello', at: 1 };

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
  const liveRooms = new LiveRooms({
    rooms: { store: { forgetAdmissions: note('admissions forgotten'), putBack: note('room put back') } },
    moderation: {
      cache: { changed: note('moderation read again'), putBack: note('moderation put back') },
      stillAdmitted: { checkAll: note('admissions checked') },
    },
    members: { presence, typing: { leave: note('stopped typing') }, tabs: { of: () => [], in: () => [] } },
    secrets: { renewed: note('secrets renewed') },
    node: {},
    log: link.log,
    memory: createNodeMemory({ historyMemoryMb: 1, nodes: 1 }),
    historyLimit: 100,
    tell: { entries: note('entries told'), history: note('history told') },
  } as unknown as LiveRoomsOptions);
  /** Waits until everything that was on its way has arrived. */
  const settle = async () => {
    for (let still = 0; still < 5; still += 1) {
      for (const way of ['asked', 'answered', 'published'] as const) while (link.move(way)) still = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return done.splice(0);
  };
  return { liveRooms, store, settle };
}

it('[E1] a room opens with its first socket, and stays open for five minutes after its last', async () => {
  const { liveRooms, settle } = setUp();
  const room = liveRooms.enter(ROOM, 'one', ada);
  expect(liveRooms.enter(ROOM, 'two', null)).toBe(room);
  const opening = ['admissions forgotten lobby', 'roster opened lobby', 'entered lobby'];
  const loading = ['moderation read again lobby', 'admissions checked lobby', 'history told lobby'];
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

it('[O2] moderation actions are enforced before anybody reads of them', async () => {
  const { liveRooms, settle } = setUp();
  liveRooms.enter(ROOM, 'one', ada);
  await settle();
  const action = { kind: 'close', by: ada, at: 1 } as const;
  const moderated: Moderated = { kind: 'moderated', id: 'moderation:1', action, at: 1 };
  const first = liveRooms.append(ROOM, posted); // This starts the room's history.
  await settle();
  await first;
  const appended = liveRooms.append(ROOM, moderated);
  expect(await settle()).toEqual(['moderation read again lobby', 'entries told lobby']);
  await appended;
});

it('[E6] secrets, room and moderation are back before anybody is told that the history changed', async () => {
  const { liveRooms, store, settle } = setUp();
  liveRooms.enter(ROOM, 'one', ada);
  await settle();
  const appended = liveRooms.append(ROOM, posted);
  await settle();
  await appended;
  store.restart('nothing');
  const checked = liveRooms.check(ROOM);
  expect(await settle()).toEqual([
    'secrets renewed',
    'room put back lobby',
    'moderation put back lobby',
    'moderation read again lobby',
    'admissions checked lobby',
    'history told lobby',
  ]);
  await checked;
  expect(store.ids).toEqual([posted.id]);
});
