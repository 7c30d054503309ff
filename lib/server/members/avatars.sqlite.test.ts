import { expect, it } from 'vitest';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { describeAvatars } from './avatars.contract';
import { createSqliteAvatars } from './avatars.sqlite';

const files = new SqliteFiles();

describeAvatars('SQLite', async () => {
  const { database } = files.make();
  const avatars = createSqliteAvatars({ database, now: Date.now });
  return { avatars, otherNode: avatars };
});

it('[J7] a picture survives a restart, and an expired one leaves nothing in the file', async () => {
  const file = files.make();
  const atFirst = createSqliteAvatars({ database: file.database, now: () => 0 });
  await atFirst.set('site-1', 'https://pics.example/1', 1_000);
  file.close();
  const { database } = file;
  const foundAt = (ms: number) => createSqliteAvatars({ database, now: () => ms }).find('site-1');
  expect(await foundAt(999)).toBe('https://pics.example/1');
  expect(await foundAt(1_000)).toBeNull();
  expect(database.prepare('SELECT * FROM avatars').all()).toEqual([]);
});
