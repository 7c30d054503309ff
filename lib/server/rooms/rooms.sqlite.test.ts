import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { CHANGES } from '@/lib/server/databases/sqlite/sqlite-schema';
import { makeEarlier } from '@/lib/server/testing/earlier-sqlite-for-tests';
import { describeRooms } from './rooms.contract';
import { createSqliteRooms } from './rooms.sqlite';

describeRooms('SQLite', async (listedMax) => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const rooms = createSqliteRooms({ database, now: Date.now, listedMax });
  return {
    rooms,
    otherNode: rooms,
    close: async () => {
      close();
      rmSync(directory, { recursive: true });
    },
  };
});

it('[M10] rooms of a file from before the directory had a bound are listed, and give way by their age', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const before = openSqlite(directory);
  const room = (id: string, madeAt: number) =>
    ({ id, kind: 'open', title: id, topic: '', revision: 1, madeAt }) as const;
  const earlier = createSqliteRooms({ database: before.database, now: () => 0 });
  for (const made of [room('new', 2_000), room('old', 1_000)]) await earlier.make(made);
  makeEarlier(before.database, 1);
  before.close();
  const { database, close } = openSqlite(directory);
  const rooms = createSqliteRooms({ database, now: () => 3_000, listedMax: 2 });
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'old']);
  await rooms.written(await rooms.make(room('newest', 3_000)));
  expect((await rooms.listOpen())?.rooms.map(({ id }) => id).sort()).toEqual(['new', 'newest']);
  expect(await rooms.find('old')).toMatchObject({ id: 'old' });
  close();
  rmSync(directory, { recursive: true });
});

const HOW_IS_CHANGE = CHANGES.findIndex((change) => change.includes('ADD COLUMN how'));

it('[M15] whoever was let in before anybody noted how still is, and nothing more is known of them', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const before = openSqlite(directory);
  makeEarlier(before.database, HOW_IS_CHANGE);
  before.database.exec(`INSERT INTO admitted (room, member) VALUES ('private-1', 'ada')`);
  before.close();
  const { database, close } = openSqlite(directory);
  const rooms = createSqliteRooms({ database, now: Date.now });
  expect(await rooms.admissionOf('private-1', 'ada')).toEqual({ id: 'ada' });
  await rooms.admit('private-1', { id: 'ada', name: 'Ada', at: 7, by: 2 });
  expect(await rooms.listAdmitted('private-1', '', 10)).toMatchObject({
    admissions: [{ id: 'ada', name: 'Ada', by: 2 }],
  });
  expect(await rooms.admissionOf('private-1', 'ada')).not.toHaveProperty('at');
  close();
  rmSync(directory, { recursive: true });
});

it('[A5] a file that takes no writes is still asked for the rooms of a member', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  let now = 0;
  const rooms = createSqliteRooms({ database, now: () => now });
  await rooms.follow('ada', 'plans');
  now += 2 * 24 * 60 * 60 * 1_000;
  database.exec('PRAGMA query_only = 1');
  expect(await rooms.listFollowed('ada')).toEqual(['plans']);
  database.exec('PRAGMA query_only = 0');
  close();
  rmSync(directory, { recursive: true });
});
