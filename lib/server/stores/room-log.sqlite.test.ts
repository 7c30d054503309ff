import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
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

it('[L13] a file of a time when all entries were messages is taken over, and counted on from', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const old = new Database(join(directory, 'concord.sqlite'));
  old.exec(`
    CREATE TABLE rooms (room TEXT PRIMARY KEY, epoch INTEGER NOT NULL, top INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE entries (
      room TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (room, seq)
    ) WITHOUT ROWID;
    INSERT INTO rooms VALUES ('lobby', 7, 2);
    INSERT INTO entries VALUES ('lobby', 1, 'a', '"a"'), ('lobby', 2, 'b', '"b"');
  `);
  old.close();
  for (const counted of [3, 3]) {
    const { database, close } = openSqlite(directory);
    const log = createSqliteRoomLog({ database, historyLimit: 10, now });
    await log.append('lobby', 'c', '"c"');
    await log.append('lobby', 'd', '"d"', { isMessage: false });
    expect(await log.top('lobby')).toMatchObject({ epoch: 7, seq: 4, counted });
    expect(await log.after('lobby', 1, 10)).toMatchObject({ counted: 1, entries: ['"b"', '"c"', '"d"'] });
    close();
  }
  rmSync(directory, { recursive: true });
});

it('[L9] a file of a later version is refused', () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  database.pragma('user_version = 1000');
  close();
  expect(() => openSqlite(directory)).toThrow(/newer version/);
  rmSync(directory, { recursive: true });
});

it('[L14] what was deleted is nowhere in the files any more, and a neighbour still is', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const log = createSqliteRoomLog({ database, historyLimit: 1_000, now });
  const secret = 'the words that nobody shall read again';
  await log.append('lobby', 'a', `"${secret}"`);
  await log.append('lobby', 'b', '"the words of a neighbour"');
  const files = () => readdirSync(directory).map((name) => readFileSync(join(directory, name), 'latin1'));
  expect(files().join()).toContain(secret);
  await log.append('lobby', 'c', '"c"', { isMessage: false, amends: { id: 'a', entry: '"gone"' } });
  expect(files().join()).not.toContain(secret);
  expect(files().join()).toContain('the words of a neighbour');
  close();
  rmSync(directory, { recursive: true });
});

it('[E2] a file that was removed makes a history that shares nothing with the one before', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const sqlite = openSqlite(directory);
  const log = createSqliteRoomLog({ database: sqlite.database, historyLimit: 10, now });
  expect((await log.top('lobby')).forks).toEqual([]);
  await log.append('lobby', 'a', '"a"');
  expect(await log.top('lobby')).toEqual({
    epoch: now(),
    seq: 1,
    counted: 1,
    forks: [{ epoch: now(), after: 0, counted: 0 }],
  });
  sqlite.close();
  rmSync(directory, { recursive: true });
});
