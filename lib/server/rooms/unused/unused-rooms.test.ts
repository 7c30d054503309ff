import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readConfig } from '@/lib/server/config/config';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { rememberRooms } from '@/lib/server/rooms/remembered-rooms';
import { builtInRooms, RoomAccess } from '@/lib/server/rooms/room-access';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { endUnusedRooms } from './unused-rooms';

const files = new SqliteFiles();

const DAY_MS = 24 * 3_600_000;

let database: SqliteDatabase;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  ({ database } = files.make());
});
afterEach(() => void vi.useRealTimers());

/** A node that looks once a day, so that a year takes no time. */
function startNode(open: string[], keepDays: number | null = 400) {
  const rooms = rememberRooms(createSqliteRooms({ database, now: Date.now }));
  const access = new RoomAccess(rooms, builtInRooms(['lobby']));
  const info = vi.fn();
  const stop = endUnusedRooms({
    store: rooms,
    access,
    liveRooms: { ids: () => open },
    keepDays,
    everyMs: DAY_MS,
    logger: { info, warn: vi.fn() },
  });
  const make = (id: string) =>
    rooms.make({ id, kind: 'open', title: id, topic: '', revision: 1, madeAt: Date.now() });
  const pass = async (days: number) => {
    for (let day = 0; day < days; day++) {
      vi.advanceTimersByTime(DAY_MS);
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { rooms, access, make, pass, stop, info };
}

it('[G5] a node ends a room that nobody has opened for two months, and logs it', async () => {
  const { make, pass, rooms, stop, info } = startNode([]);
  await make('plans');
  await pass(59);
  expect(await rooms.find('plans')).toBeDefined();
  await pass(2);
  expect(await rooms.find('plans')).toBeUndefined();
  expect(info).toHaveBeenCalledWith({ rooms: 1 }, 'ended rooms that nobody used');
  stop();
});

it('[G5] a room does not end while somebody stays in it, or has it in their list and comes once a month', async () => {
  const { make, pass, access, rooms, stop } = startNode(['stayed-in', 'lobby']);
  for (const id of ['stayed-in', 'monthly']) await make(id);
  for (let month = 0; month < 6; month++) {
    await pass(31);
    await access.requireVisible('monthly', 'ada');
  }
  expect(await rooms.find('stayed-in')).toBeDefined();
  expect(await rooms.find('monthly')).toBeDefined();
  stop();
});

it('[G5] a room that the settings named counts as used from when they no longer do', async () => {
  const { make, pass, rooms, stop } = startNode(['lobby']);
  await make('lobby');
  await pass(100);
  stop();
  const { used } = database.prepare("SELECT used FROM rooms WHERE room = 'lobby'").get() as {
    used: number;
  };
  expect(used).toBeGreaterThan(90 * DAY_MS);
  expect(await rooms.find('lobby')).toBeDefined();
});

it('[G5] a node does not bring back what it remembers of a room that has ended elsewhere', async () => {
  const [one, two] = [startNode([]), startNode([])];
  await one.make('plans');
  expect(await two.rooms.find('plans')).toBeDefined();
  one.stop();
  two.stop();
  vi.setSystemTime(Date.now() + 2 * DAY_MS);
  database.exec(`DELETE FROM rooms`);
  expect(await one.rooms.find('plans')).toBeUndefined();
  await two.rooms.putBack('plans', true);
  expect(await two.rooms.find('plans')).toBeUndefined();
});

it('[G5] nothing ends if the operator says so, and every room is kept for at least two months', async () => {
  const { make, pass, rooms, stop } = startNode([], readConfig({ ROOM_KEEP_DAYS: 'off' }).roomKeepDays);
  await make('plans');
  await pass(100);
  expect(await rooms.find('plans')).toBeDefined();
  stop();
  expect(readConfig({}).roomKeepDays).toBe(400);
  expect(() => readConfig({ ROOM_KEEP_DAYS: '59' })).toThrow(/ROOM_KEEP_DAYS takes a whole number from 60/);
});
