import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { expect, it } from 'vitest';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { agreedUpTo } from '@/lib/server/feeds/forks';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import { makeEarlier } from '@/lib/server/testing/earlier-sqlite-for-tests';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { FORKS_MAX, type RoomLog } from './room-log';
import { describeRoomLog } from './room-log.contract';
import { createSqliteRoomLog } from './room-log.sqlite';

const files = new SqliteFiles();

const now = () => 1_700_000_000_000;

describeRoomLog('SQLite', async (historyLimit, historyBytes = Number.MAX_SAFE_INTEGER) => {
  const { database } = files.make();
  const log = createSqliteRoomLog({ database, historyLimit, historyBytes, now });
  return { log, otherNode: log, rooms: createSqliteRooms({ database, now }) };
});

it('[L8] history survives a restart', async () => {
  const file = files.make();
  await createSqliteRoomLog({ database: file.database, historyLimit: 10, now }).append('lobby', 'a', '"a"');
  file.close();
  const log = createSqliteRoomLog({ database: file.database, historyLimit: 10, now: () => now() + 1 });
  expect(await log.append('lobby', 'b', '"b"')).toMatchObject({ position: { epoch: now() + 1, seq: 2 } });
  expect((await log.after('lobby', 0, 10)).entries).toEqual(['"a"', '"b"']);
});

it('[L4] a history far beyond a new limit is dropped over several appends, not in one', async () => {
  const { database } = files.make();
  const before = createSqliteRoomLog({ database, historyLimit: 10_000, now });
  for (let count = 0; count < 2_500; count += 1) void before.append('lobby', `a${count}`, '"a"');
  await before.append('lobby', 'last', '"a"');
  const log = createSqliteRoomLog({ database, historyLimit: 10, now });
  const kept = async (id: string) => {
    await log.append('lobby', id, '"b"');
    return (await log.before('lobby', Number.POSITIVE_INFINITY, 5_000)).entries.length;
  };
  expect([await kept('b'), await kept('c'), await kept('d')]).toEqual([1_502, 503, 10]);
});

it('[L9] a second node on the same file is refused, and told about REDIS_URL', () => {
  const { database, directory, close } = files.make();
  expect(database.open).toBe(true);
  expect(() => openSqlite(directory)).toThrow(/Another node .* REDIS_URL/);
  close();
  openSqlite(directory).close();
});

it('[L9] the error for a directory that cannot be written names it, and what to set', () => {
  expect(() => openSqlite('/dev/null/concord')).toThrow(/\/dev\/null\/concord.*DATA_DIR/);
});

it('[L13] a file from when all entries were messages is converted and continued', async () => {
  const file = files.make();
  const old = new Database(file.path);
  old.exec(`
    CREATE TABLE rooms (room TEXT PRIMARY KEY, epoch INTEGER NOT NULL, top INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE entries (
      room TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (room, seq)
    ) WITHOUT ROWID;
    INSERT INTO rooms VALUES ('lobby', 7, 2);
    INSERT INTO entries VALUES ('lobby', 1, 'a', '"a"'), ('lobby', 2, 'b', '"b"');
  `);
  old.close();
  for (const [start, counted] of [3, 3].entries()) {
    const log = createSqliteRoomLog({ database: file.database, historyLimit: 10, now });
    await log.append('lobby', 'c', '"c"');
    await log.append('lobby', 'd', '"d"', { isMessage: false });
    expect(await log.top('lobby')).toMatchObject({
      seq: 4,
      counted,
      forks: [
        { epoch: 7, after: 0, counted: 0 },
        { epoch: now(), after: 2, counted: 2 },
        { epoch: now() + 1, after: 4, counted: 3 },
      ].slice(0, start + 2),
    });
    expect(await log.after('lobby', 1, 10)).toMatchObject({ counted: 1, entries: ['"b"', '"c"', '"d"'] });
    file.close();
  }
});

it('[L4] entries in a file of an earlier version are weighed when it is opened', async () => {
  const file = files.make();
  const earlier = createSqliteRoomLog({ database: file.database, historyLimit: 10, now });
  for (const id of ['a', 'b', 'c']) await earlier.append('lobby', id, `"${'ü'.repeat(49)}"`);
  makeEarlier(file.database, 5);
  file.close();
  const { database } = file;
  const log = createSqliteRoomLog({ database, historyLimit: 10, historyBytes: 310, now });
  await log.append('lobby', 'd', '"1234567890"');
  expect((await log.after('lobby', 0, 10)).from).toBe(2);
});

it('[L9] a file of a later version is refused', () => {
  const file = files.make();
  file.database.pragma('user_version = 1000');
  file.close();
  expect(() => file.database).toThrow(/newer version/);
});

it('[L14] a deleted text is nowhere in the files any more, but its neighbour still is', async () => {
  const { database, directory } = files.make();
  const log = createSqliteRoomLog({ database, historyLimit: 1_000, now });
  const secret = 'the words that nobody shall read again';
  await log.append('lobby', 'a', `"${secret}"`);
  await log.append('lobby', 'b', '"the words of a neighbour"');
  const contents = () => readdirSync(directory).map((name) => readFileSync(join(directory, name), 'latin1'));
  expect(contents().join()).toContain(secret);
  await log.append('lobby', 'c', '"c"', { isMessage: false, amends: { id: 'a', entry: '"gone"' } });
  expect(contents().join()).not.toContain(secret);
  expect(contents().join()).toContain('the words of a neighbour');
});

/** A file of its own, opened as by one start of a node after another. */
function fileForTests() {
  const file = files.make();
  const start = (at = now()) => {
    const { database, close } = file;
    return { database, log: createSqliteRoomLog({ database, historyLimit: 1_000, now: () => at }), close };
  };
  const { directory, path, warnings } = file;
  return { directory, path, warnings, start };
}

const sayAll = async (log: RoomLog, ids: readonly string[], room = 'lobby') => {
  for (const id of ids) await log.append(room, id, `"${id}"`);
};

const allIn = async (log: RoomLog, room = 'lobby') => (await log.after(room, 0, 1_000)).entries;

it('[E2] each start is an epoch of its own, which agrees with everything in the file', async () => {
  const { start } = fileForTests();
  const first = start();
  expect((await first.log.top('lobby')).forks).toEqual([]);
  await sayAll(first.log, ['a', 'b']);
  await sayAll(first.log, ['x'], 'other');
  const before = { epoch: now(), after: 0, counted: 0 };
  expect(await first.log.top('lobby')).toEqual({ epoch: now(), seq: 2, counted: 2, forks: [before] });
  first.close();
  const second = start(now() + 10);
  const forks = [before, { epoch: now() + 10, after: 2, counted: 2 }];
  expect(await second.log.top('lobby')).toEqual({ epoch: now() + 10, seq: 2, counted: 2, forks });
  await sayAll(second.log, ['c']);
  second.close();
  // The clock was set back meanwhile.
  const third = start();
  expect(await third.log.top('lobby')).toMatchObject({
    epoch: now() + 11,
    forks: [...forks, { epoch: now() + 11, after: 3, counted: 3 }],
  });
  expect((await third.log.top('other')).forks.map(({ after }) => after)).toEqual([0, 1, 1]);
  third.close();
});

it('[E2] of the epochs in which nothing was said, a room remembers the last ten', async () => {
  const { start } = fileForTests();
  for (let times = 0; times < 5; times++) start(now() + times).close();
  const first = start(now() + 5);
  await sayAll(first.log, ['a']);
  first.close();
  for (let times = 6; times < 16; times++) start(now() + times).close();
  const second = start(now() + 16);
  await sayAll(second.log, ['b']);
  second.close();
  const epochs = async (at: number) => {
    const { log, close } = start(now() + at);
    const { forks } = await log.top('lobby');
    close();
    return forks.map(({ epoch }) => epoch - now());
  };
  expect(await epochs(17)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  for (let at = 18; at < 40; at++) start(now() + at).close();
  const newest = Array.from({ length: 11 }, (_, index) => index + 30);
  expect(await epochs(40)).toEqual([5, 16, ...newest]);
});

it('[E2] the oldest forks are forgotten', async () => {
  const { start } = fileForTests();
  for (let times = 0; times < FORKS_MAX + 10; times++) {
    const { log, close } = start(now() + times);
    await sayAll(log, [String(times)]);
    close();
  }
  const { log, close } = start(now() + 1_000);
  const { forks } = await log.top('lobby');
  expect(forks).toHaveLength(FORKS_MAX);
  expect(forks.at(-1)).toEqual({ epoch: now() + 1_000, after: FORKS_MAX + 10, counted: FORKS_MAX + 10 });
  close();
});

it('[E2] a page of a start whose file was replaced since gets nothing twice, however long ago the copy was made', async () => {
  const { path, start } = fileForTests();
  const restore = (copy: Buffer) => writeFileSync(path, copy);
  const at = async (time: number, ids: readonly string[]) => {
    const { log, close } = start(now() + time);
    await sayAll(log, ids);
    const place = await log.top('lobby');
    close();
    return place;
  };
  await at(1, ['a', 'b', 'c']);
  const earlier = readFileSync(path);
  await at(2, ['d', 'e']);
  const later = readFileSync(path);
  // The wrong copy is restored at first, and people talk on there.
  restore(earlier);
  expect(agreedUpTo(await at(3, ['x', 'y']), now() + 2)).toBe(0);
  restore(later);
  const place = await at(4, ['f']);
  expect(agreedUpTo(place, now() + 3)).toBe(0);
  expect([1, 2].map((time) => agreedUpTo(place, now() + time))).toEqual([3, 5]);
});

it('[L8] after its node has ended, the file contains everything', async () => {
  const { path, start } = fileForTests();
  const { log, close } = start();
  await sayAll(log, ['a', 'b']);
  close();
  expect(statSync(`${path}-wal`).size).toBe(0);
});

const NODE = fileURLToPath(new URL('../testing/sqlite-node-for-tests.ts', import.meta.url));

/** See sqlite-node-for-tests.ts. */
function runNode(directory: string, [prefix, count]: [string, number], copy: string, end: 'ends' | 'killed') {
  const args = ['--import', 'tsx', NODE, directory, prefix, String(count), copy, end];
  const { status, signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, signal], stderr).toEqual(end === 'killed' ? [null, 'SIGKILL'] : [0, null]);
}

it.each(['VACUUM INTO', 'cp'])(
  '[L8] a later journal left beside a copy made by %s is set aside',
  async (copy) => {
    const { directory, path, warnings, start } = fileForTests();
    runNode(directory, ['a', 20], copy, 'ends');
    runNode(directory, ['later', 300], '', 'killed');
    const journal = readFileSync(`${path}-wal`);
    copyFileSync(join(directory, 'copy.sqlite'), path);
    const { database, log, close } = start();
    expect(await allIn(log)).toEqual(Array.from({ length: 20 }, (_, index) => `"a${index}"`));
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(warnings.join()).toMatch(/concord\.sqlite-wal-of-another-file/);
    const aside = readdirSync(directory).find((name) => name.includes('of-another-file'));
    expect(readFileSync(join(directory, aside ?? '')).equals(journal)).toBe(true);
    close();
  },
);

it('[L8] so is the journal of the very node that was copied', async () => {
  const { directory, path, start } = fileForTests();
  runNode(directory, ['a', 20], 'VACUUM INTO', 'killed');
  copyFileSync(join(directory, 'copy.sqlite'), path);
  const { log, close } = start();
  expect(await allIn(log)).toHaveLength(20);
  close();
});

it('[L8] the journal of a killed node is part of its file, however often it started over', async () => {
  const { directory, warnings, start } = fileForTests();
  runNode(directory, ['a', 20], '', 'killed');
  runNode(directory, ['b', 900], '', 'killed');
  const { log, close } = start();
  expect(await allIn(log)).toHaveLength(920);
  expect(warnings).toEqual([]);
  close();
});

it('[L8] what a killed node left in its journal is in the file, wherever that was moved', async () => {
  const { path, start } = fileForTests();
  const first = start();
  await sayAll(first.log, ['a', 'b']);
  const moved = fileForTests();
  const whole = [path, `${path}-wal`].map((file) => readFileSync(file));
  first.close();
  [moved.path, `${moved.path}-wal`].forEach((file, index) => {
    writeFileSync(file, whole[index] ?? '');
  });
  const second = moved.start();
  expect(await allIn(second.log)).toEqual(['"a"', '"b"']);
  expect(moved.warnings).toEqual([]);
  second.close();
});
