import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { describeAvatars } from './avatars.contract';
import { createSqliteAvatars } from './avatars.sqlite';

describeAvatars('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const avatars = createSqliteAvatars({ database, now: Date.now });
  return {
    avatars,
    otherNode: avatars,
    close: async () => {
      close();
      rmSync(directory, { recursive: true });
    },
  };
});

it('[J7] a picture survives a restart, and one whose time is over leaves nothing in the file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const first = openSqlite(directory);
  const atFirst = createSqliteAvatars({ database: first.database, now: () => 0 });
  await atFirst.set('site-1', 'https://pics.example/1', 1_000);
  first.close();
  const { database, close } = openSqlite(directory);
  const foundAt = (ms: number) => createSqliteAvatars({ database, now: () => ms }).find('site-1');
  expect(await foundAt(999)).toBe('https://pics.example/1');
  expect(await foundAt(1_000)).toBeNull();
  expect(database.prepare('SELECT * FROM avatars').all()).toEqual([]);
  close();
  rmSync(directory, { recursive: true });
});
