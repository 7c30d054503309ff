import { expect, it } from 'vitest';
import { createSqliteRoomLog } from '@/lib/server/log/room-log.sqlite';
import { createSqliteAvatars } from '@/lib/server/members/avatars.sqlite';
import { MARKS_KEEP_MS } from '@/lib/server/members/read-marks';
import { createSqliteReadMarks } from '@/lib/server/members/read-marks.sqlite';
import { createSqliteModeration } from '@/lib/server/records/records.sqlite';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { MY_ROOMS_KEEP_MS } from './room-uses';
import { describeRoomUses } from './room-uses.contract';

const files = new SqliteFiles();

const DAY_MS = 24 * 60 * 60 * 1_000;

function openAt(clock: { now: number }) {
  const { database } = files.make();
  const now = () => clock.now;
  return { database, now, rooms: createSqliteRooms({ database, now }) };
}

describeRoomUses('SQLite', async () => {
  const clock = { now: Date.UTC(2026, 0) };
  const { database, now, rooms } = openAt(clock);
  return {
    rooms,
    otherNode: rooms,
    log: createSqliteRoomLog({ database, historyLimit: 10_000, now }),
    states: createSqliteModeration(database),
    later: async (ms) => {
      clock.now += ms;
    },
  };
});

it('[G4] a member’s list of rooms goes when they have not come for long, and stays while they come', async () => {
  const clock = { now: Date.UTC(2026, 0) };
  const { database, rooms } = openAt(clock);
  const end = () => rooms.endUnused({ writtenMs: null, emptyMs: Number.MAX_SAFE_INTEGER }, () => false);
  for (const member of ['ada', 'ben']) await rooms.addToMyRooms(member, 'plans');
  for (let months = 0; months < 14; months++) {
    clock.now += MY_ROOMS_KEEP_MS / 13;
    expect(await rooms.listMyRooms('ada')).toEqual(['plans']);
    await end();
  }
  expect(database.prepare('SELECT member FROM my_rooms').all()).toEqual([{ member: 'ada' }]);
  expect(database.prepare('SELECT member FROM my_rooms_seen').all()).toEqual([{ member: 'ada' }]);
});

it('[G4] expired read marks and pictures go while the node runs, not only at its next start', async () => {
  const clock = { now: Date.UTC(2026, 0) };
  const { database, now } = openAt(clock);
  const marks = createSqliteReadMarks({ database, now });
  const avatars = createSqliteAvatars({ database, now });
  const count = (table: string) =>
    (database.prepare(`SELECT COUNT(*) AS count FROM ${table}`).get() as { count: number }).count;
  await marks.raise('ada', 'plans', { epoch: 1, number: 1 });
  await avatars.set('site-ada', 'https://pics.example.com/ada', 30 * DAY_MS);
  clock.now += MARKS_KEEP_MS + DAY_MS;
  await marks.raise('ben', 'plans', { epoch: 1, number: 1 });
  await avatars.set('site-ben', 'https://pics.example.com/ben', 30 * DAY_MS);
  expect([count('read_marks'), count('avatars')]).toEqual([1, 1]);
});
