import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeRoomLog } from './room-log.contract';
import { createSqliteRoomLog } from './room-log.sqlite';
import { openSqlite } from './sqlite';

const now = () => 1_700_000_000_000;

describeRoomLog('SQLite', async (historyLimit) => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const sqlite = openSqlite(directory);
  const log = createSqliteRoomLog({ database: sqlite.database, historyLimit, now });
  return {
    log,
    otherNode: log,
    close: async () => {
      sqlite.close();
      rmSync(directory, { recursive: true });
    },
  };
});

it('[L8] history survives a restart', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const first = openSqlite(directory);
  await createSqliteRoomLog({ database: first.database, historyLimit: 10, now }).append('lobby', 'a', '"a"');
  first.close();
  const second = openSqlite(directory);
  const log = createSqliteRoomLog({ database: second.database, historyLimit: 10, now: () => now() + 1 });
  expect(await log.append('lobby', 'b', '"b"')).toMatchObject({ position: { epoch: now(), seq: 2 } });
  expect((await log.after('lobby', 0, 10)).entries).toEqual(['"a"', '"b"']);
  second.close();
  rmSync(directory, { recursive: true });
});

it('[L9] a second node on the same file is refused with a sentence that names REDIS_URL', () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const first = openSqlite(directory);
  expect(() => openSqlite(directory)).toThrow(/Another node .* REDIS_URL/);
  first.close();
  openSqlite(directory).close();
  rmSync(directory, { recursive: true });
});

it('[L9] a directory that cannot be written is named, with what to set', () => {
  expect(() => openSqlite('/dev/null/concord')).toThrow(/\/dev\/null\/concord.*DATA_DIR/);
});

it('[E2] a file that was removed makes a history that shares nothing with the one before', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const sqlite = openSqlite(directory);
  const log = createSqliteRoomLog({ database: sqlite.database, historyLimit: 10, now });
  expect((await log.top('lobby')).forks).toEqual([]);
  await log.append('lobby', 'a', '"a"');
  expect(await log.top('lobby')).toEqual({ epoch: now(), seq: 1, forks: [{ epoch: now(), after: 0 }] });
  sqlite.close();
  rmSync(directory, { recursive: true });
});
