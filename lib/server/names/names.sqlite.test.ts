import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, it } from 'vitest';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { describeNames } from './names.contract';
import { createSqliteNames } from './names.sqlite';

describeNames('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const names = createSqliteNames({ database, now: Date.now });
  return {
    names,
    otherNode: names,
    forget: async () => void database.prepare('DELETE FROM names').run(),
    close: async () => {
      close();
      rmSync(directory, { recursive: true });
    },
  };
});

it('[N8] a name is held over a restart of the node', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const first = openSqlite(directory);
  await createSqliteNames({ database: first.database, now: () => 0 }).claim(
    { id: 'ada', name: 'Ada' },
    1_000,
  );
  first.close();
  const second = openSqlite(directory);
  const namesAt = (ms: number) => createSqliteNames({ database: second.database, now: () => ms });
  expect(await namesAt(999).claim({ id: 'eve', name: 'Ada' }, 1_000)).toBe(false);
  expect(await namesAt(1_000).claim({ id: 'eve', name: 'Ada' }, 1_000)).toBe(true);
  second.close();
  rmSync(directory, { recursive: true });
});

it('[N14] a name that an earlier version has given is told from those that look like it, too', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const open = () => createSqliteNames({ database, now: Date.now });
  await open().claim({ id: 'ada', name: 'Ada' }, 60_000);
  database.exec('DELETE FROM looks');
  const names = open();
  expect(await names.claim({ id: 'eve', name: 'Аdа' }, 60_000)).toBe(false);
  await names.release('ada');
  await names.renew([], 60_000, 'site-');
  expect(database.prepare('SELECT * FROM looks').all()).toEqual([]);
  close();
  rmSync(directory, { recursive: true });
});

it('[N11] after a restart nobody holds the name of who went with the node before', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const first = openSqlite(directory);
  const before = createSqliteNames({ database: first.database, now: () => 0 });
  await before.claim({ id: 'classic-1', name: 'Bot', isPassing: true }, 1_000);
  await before.claim({ id: 'ada', name: 'Ada' }, 1_000);
  first.close();
  const second = openSqlite(directory);
  const after = createSqliteNames({ database: second.database, now: () => 1 });
  expect(await after.free(['Bot', 'Ada'])).toEqual(['Bot']);
  second.close();
  rmSync(directory, { recursive: true });
});

it('another process that writes to the file holds up a claim, and no claim after it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const names = createSqliteNames({ database, now: Date.now });
  const other = new Database(join(directory, 'concord.sqlite'));
  other.exec('BEGIN IMMEDIATE; DELETE FROM names');
  await expect(names.claim({ id: 'ada', name: 'Ada' }, 1_000)).rejects.toMatchObject({
    code: 'store_unavailable',
  });
  other.exec('COMMIT');
  expect(await names.claim({ id: 'ada', name: 'Ada' }, 1_000)).toBe(true);
  other.close();
  close();
  rmSync(directory, { recursive: true });
});
