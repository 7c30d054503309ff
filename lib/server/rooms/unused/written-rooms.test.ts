import { beforeEach, expect, it } from 'vitest';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { RoomAccess } from '@/lib/server/rooms/room-access';
import type { Rooms } from '@/lib/server/rooms/rooms';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { WrittenRooms } from './written-rooms';

const files = new SqliteFiles();

const MINUTE_MS = 60_000;
const LISTED_MAX = 2;

let time: number;
let rooms: Rooms;
let written: WrittenRooms;

beforeEach(() => {
  const { database } = files.make();
  time = Date.UTC(2026, 0);
  const now = () => time;
  rooms = createSqliteRooms({ database, now, listedMax: LISTED_MAX });
  written = new WrittenRooms({ access: new RoomAccess(rooms, new Map()), store: rooms, now });
});

const room = (id: string): RoomRecord => ({
  id,
  kind: 'open',
  title: id,
  topic: '',
  revision: 1,
  madeAt: 1,
});

/** Writes a message in each room, and waits for what it causes. */
async function write(...ids: string[]): Promise<void> {
  for (const id of ids) {
    time++;
    written.note(id);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const listed = async () => ((await rooms.listOpen())?.rooms ?? []).map(({ id }) => id).sort();

it('[M10] a room that dropped out of the directory is back within ten minutes while people write there', async () => {
  await rooms.make(room('plans'));
  await write('plans');
  for (const id of ['junk-1', 'junk-2']) await rooms.make(room(id));
  await write('junk-1', 'junk-2');
  expect(await listed()).toEqual(['junk-1', 'junk-2']);
  for (let minute = 0; minute < 10; minute++) {
    time += MINUTE_MS;
    await write('plans');
  }
  expect(await listed()).toEqual(['junk-2', 'plans']);
});

it('[M10] a room that was silent for ten minutes is listed with its next message', async () => {
  await rooms.make(room('plans'));
  await write('plans');
  time += 10 * MINUTE_MS;
  for (const id of ['junk-1', 'junk-2']) await rooms.make(room(id));
  await write('junk-1', 'junk-2', 'plans');
  expect(await listed()).toEqual(['junk-2', 'plans']);
});
