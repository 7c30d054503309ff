import { expect, it } from 'vitest';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import { makeEarlier } from '@/lib/server/testing/earlier-sqlite-for-tests';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { describeModeration, earlierStateOf, roomOf, stateOf } from './records.contract';
import { createSqliteModeration } from './records.sqlite';

const files = new SqliteFiles();

describeModeration('SQLite', async () => {
  const { database } = files.make();
  const states = createSqliteModeration(database);
  return {
    states,
    otherNode: states,
    rooms: createSqliteRooms({ database, now: Date.now }),
  };
});

it('[M3] [O8] a record stored by an earlier version can be changed, and keeps its form', async () => {
  const { database } = files.make();
  const [room, state] = [roomOf('old', { revision: 3 }), stateOf('old', { revision: 12 })];
  database
    .prepare('INSERT INTO rooms (room, kind, revision, record, written, used) VALUES (?, ?, ?, ?, 5, 6)')
    .run('old', 'open', 3, JSON.stringify(room));
  database.prepare('INSERT INTO moderation (room, record) VALUES (?, ?)').run('old', JSON.stringify(state));
  const states = createSqliteModeration(database);
  const rooms = createSqliteRooms({ database, now: Date.now });
  expect([await rooms.find('old'), await states.find('old')]).toEqual([room, state]);
  const [next, changed] = [
    { ...room, title: 'Given', revision: 4 },
    { ...state, revision: 13 },
  ];
  expect(await states.replace(changed, { seen: room, next })).toBe(true);
  expect(database.prepare('SELECT room, kind, revision, record, written, used FROM rooms').all()).toEqual([
    { room: 'old', kind: 'open', revision: 4, record: JSON.stringify(next), written: 5, used: 6 },
  ]);
  expect(database.prepare('SELECT * FROM moderation').all()).toEqual([
    { room: 'old', record: JSON.stringify(changed) },
  ]);
});

it('[M3] [O9] a file whose tables and records have their earlier names is converted with everything in it', async () => {
  const file = files.make();
  const room = roomOf('plans', { revision: 3 });
  await createSqliteRooms({ database: file.database, now: Date.now }).make({ ...room, revision: 1 });
  const { earlier, now } = earlierStateOf('plans');
  makeEarlier(file.database, 6);
  file.database.prepare('INSERT INTO orders (room, record) VALUES (?, ?)').run('plans', earlier);
  file.close();
  for (let start = 0; start < 2; start++) {
    const { database } = file;
    expect(await createSqliteModeration(database).find('plans')).toEqual(now);
    expect(await createSqliteRooms({ database, now: Date.now }).find('plans')).toMatchObject({ id: 'plans' });
    file.close();
  }
});
