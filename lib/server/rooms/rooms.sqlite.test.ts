import { expect, it } from 'vitest';
import { CHANGES } from '@/lib/server/databases/sqlite/sqlite-schema';
import { makeEarlier } from '@/lib/server/testing/earlier-sqlite-for-tests';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { describeRooms } from './rooms.contract';
import { createSqliteRooms } from './rooms.sqlite';

const files = new SqliteFiles();

describeRooms('SQLite', async (listedMax) => {
  const { database } = files.make();
  const rooms = createSqliteRooms({ database, now: Date.now, listedMax });
  return { rooms, otherNode: rooms };
});

it('[M10] rooms in a file from before the directory had a bound are listed, and give way by age', async () => {
  const file = files.make();
  const room = (id: string, madeAt: number) =>
    ({ id, kind: 'open', title: id, topic: '', revision: 1, madeAt }) as const;
  const earlier = createSqliteRooms({ database: file.database, now: () => 0 });
  for (const made of [room('new', 2_000), room('old', 1_000)]) await earlier.make(made);
  makeEarlier(file.database, 1);
  file.close();
  const { database } = file;
  const rooms = createSqliteRooms({ database, now: () => 3_000, listedMax: 2 });
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'old']);
  await rooms.written(await rooms.make(room('newest', 3_000)));
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'newest']);
  expect(await rooms.find('old')).toMatchObject({ id: 'old' });
});

const HOW_IS_CHANGE = CHANGES.findIndex((change) => change.includes('ADD COLUMN how'));

it('[M15] a member let in before anybody noted how still is, and nothing more is known of them', async () => {
  const file = files.make();
  makeEarlier(file.database, HOW_IS_CHANGE);
  file.database.exec(`INSERT INTO admitted (room, member) VALUES ('private-1', 'ada')`);
  file.close();
  const { database } = file;
  const rooms = createSqliteRooms({ database, now: Date.now });
  expect(await rooms.admissionOf('private-1', 'ada')).toEqual({ id: 'ada' });
  await rooms.admit('private-1', { id: 'ada', name: 'Ada', at: 7, by: 2 });
  expect(await rooms.listAdmitted('private-1', '', 10)).toMatchObject({
    admissions: [{ id: 'ada', name: 'Ada', by: 2 }],
  });
  expect(await rooms.admissionOf('private-1', 'ada')).not.toHaveProperty('at');
});

it('[A5] a file that takes no writes is still asked for a member’s rooms', async () => {
  const { database } = files.make();
  let now = 0;
  const rooms = createSqliteRooms({ database, now: () => now });
  await rooms.addToMyRooms('ada', 'plans');
  now += 2 * 24 * 60 * 60 * 1_000;
  database.exec('PRAGMA query_only = 1');
  expect(await rooms.listMyRooms('ada')).toEqual(['plans']);
  database.exec('PRAGMA query_only = 0');
});
