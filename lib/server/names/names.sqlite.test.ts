import Database from 'libsql';
import { expect, it } from 'vitest';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { describeNames } from './names.contract';
import { createSqliteNames } from './names.sqlite';

const files = new SqliteFiles();

describeNames('SQLite', async () => {
  const { database } = files.make();
  const names = createSqliteNames({ database, now: Date.now });
  return {
    names,
    otherNode: names,
    forget: async () => void database.prepare('DELETE FROM names').run(),
  };
});

it('[N8] a name is held across a restart of the node', async () => {
  const file = files.make();
  await createSqliteNames({ database: file.database, now: () => 0 }).claim({ id: 'ada', name: 'Ada' }, 1_000);
  file.close();
  const namesAt = (ms: number) => createSqliteNames({ database: file.database, now: () => ms });
  expect(await namesAt(999).claim({ id: 'eve', name: 'Ada' }, 1_000)).toBe(false);
  expect(await namesAt(1_000).claim({ id: 'eve', name: 'Ada' }, 1_000)).toBe(true);
});

it('[N14] names that look like one given by an earlier version are refused as well', async () => {
  const { database } = files.make();
  const open = () => createSqliteNames({ database, now: Date.now });
  await open().claim({ id: 'ada', name: 'Ada' }, 60_000);
  database.exec('DELETE FROM looks');
  const names = open();
  expect(await names.claim({ id: 'eve', name: 'Аdа' }, 60_000)).toBe(false);
  await names.release('ada');
  await names.renew([], 60_000, 'site-');
  expect(database.prepare('SELECT * FROM looks').all()).toEqual([]);
});

it('[N11] after a restart, nobody holds the name of a member who went with the node before', async () => {
  const file = files.make();
  const before = createSqliteNames({ database: file.database, now: () => 0 });
  await before.claim({ id: 'classic-1', name: 'Bot', isPassing: true }, 1_000);
  await before.claim({ id: 'ada', name: 'Ada' }, 1_000);
  file.close();
  const after = createSqliteNames({ database: file.database, now: () => 1 });
  expect(await after.free(['Bot', 'Ada'])).toEqual(['Bot']);
});

it('another process that writes to the file delays one claim, but none after it', async () => {
  const file = files.make();
  const { database } = file;
  const names = createSqliteNames({ database, now: Date.now });
  const other = new Database(file.path);
  other.exec('BEGIN IMMEDIATE; DELETE FROM names');
  await expect(names.claim({ id: 'ada', name: 'Ada' }, 1_000)).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  other.exec('COMMIT');
  expect(await names.claim({ id: 'ada', name: 'Ada' }, 1_000)).toBe(true);
  other.close();
});
