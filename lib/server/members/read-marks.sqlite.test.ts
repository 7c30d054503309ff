import { expect, it } from 'vitest';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { MARKS_KEEP_MS } from './read-marks';
import { describeReadMarks } from './read-marks.contract';
import { createSqliteReadMarks } from './read-marks.sqlite';

const files = new SqliteFiles();

describeReadMarks('SQLite', async () => {
  const { database } = files.make();
  const marks = createSqliteReadMarks({ database, now: Date.now });
  return { marks, otherNode: marks };
});

it('[U1] marks survive a restart, and [U5] go when nobody has raised them for a year', async () => {
  const file = files.make();
  await createSqliteReadMarks({ database: file.database, now: () => 0 }).raise('ada', 'lobby', {
    epoch: 1,
    number: 7,
  });
  file.close();
  const marksAt = (ms: number) =>
    createSqliteReadMarks({ database: file.database, now: () => ms }).all('ada');
  expect(await marksAt(MARKS_KEEP_MS)).toEqual(new Map([['lobby', { epoch: 1, number: 7 }]]));
  expect(await marksAt(MARKS_KEEP_MS + 1)).toEqual(new Map());
});
