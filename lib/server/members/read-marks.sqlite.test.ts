import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { MARKS_KEEP_MS } from './read-marks';
import { describeReadMarks } from './read-marks.contract';
import { createSqliteReadMarks } from './read-marks.sqlite';

describeReadMarks('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const marks = createSqliteReadMarks({ database, now: Date.now });
  return {
    marks,
    otherNode: marks,
    close: async () => {
      close();
      rmSync(directory, { recursive: true });
    },
  };
});

it('[U1] marks survive a restart, and [U5] go when nobody has raised them for a year', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const first = openSqlite(directory);
  await createSqliteReadMarks({ database: first.database, now: () => 0 }).raise('ada', 'lobby', {
    epoch: 1,
    number: 7,
  });
  first.close();
  const second = openSqlite(directory);
  const marksAt = (ms: number) =>
    createSqliteReadMarks({ database: second.database, now: () => ms }).all('ada');
  expect(await marksAt(MARKS_KEEP_MS)).toEqual(new Map([['lobby', { epoch: 1, number: 7 }]]));
  expect(await marksAt(MARKS_KEEP_MS + 1)).toEqual(new Map());
  second.close();
  rmSync(directory, { recursive: true });
});
