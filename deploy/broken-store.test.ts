import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { NODE_ARGS } from '@/scripts/cluster/start-node';
import { startProcess } from '@/scripts/cluster/start-process';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

/** A user who may not do everything: root could write read-only files. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

let directory: string;
beforeEach(() => {
  directory = temporaryFolder('sqlite');
});
afterEach(() => {
  chmodSync(directory, 0o755);
  removeFolder(directory);
});

const inDirectory = (name: string) => join(directory, name);
const STORE = 'concord.sqlite';

/** Leaves what a node leaves that has run, with a few hundred KB of history. */
function leaveStore(): void {
  const { database, close } = openSqlite(directory);
  const insert = database.prepare("INSERT INTO entries (room, seq, id, entry) VALUES ('lobby', ?, ?, ?)");
  for (let seq = 1; seq <= 200; seq += 1)
    insert.run(seq, `id-${seq}`, JSON.stringify('history '.repeat(200)));
  database.pragma('wal_checkpoint(TRUNCATE)');
  close();
}

function leaveStoreWith(change: (path: string) => void): () => void {
  return () => {
    leaveStore();
    change(inDirectory(STORE));
  };
}

function change(path: string, sql: string): void {
  const database = new Database(path);
  database.exec(sql);
  // The library may close the file later, and the next process would then find a journal and write it in.
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

function writeGarbage(path: string, from: number, bytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(bytes, 'garbage'), 0, bytes, from);
  closeSync(file);
}

/** Makes everything there read-only, even if root runs the test. */
function makeReadOnly(path: string): void {
  chmodSync(path, path === directory ? 0o555 : 0o444);
}

function giveAway(): void {
  if (!isRoot) return;
  for (const name of ['.', STORE, 'node.lock', `${STORE}-wal`, `${STORE}-shm`]) {
    try {
      chownSync(inDirectory(name), NOBODY, NOBODY);
    } catch {
      // Not every case has this file.
    }
  }
}

/** Starts a node of the built product that is expected to give up. */
async function giveUp(dataDir = directory) {
  giveAway();
  const as = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
  const [command = '', ...args] = [...as, process.execPath, ...NODE_ARGS];
  const running = await startProcess({
    name: 'node',
    command,
    args,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      REDIS_URL: '',
      DATA_DIR: dataDir,
    },
  });
  const { code } = await running.ended;
  return { code, said: running.tail().trim().split('\n') };
}

const SENTENCES: readonly (readonly [what: string, leave: () => void, sentence: RegExp])[] = [
  ['a read-only file', leaveStoreWith(makeReadOnly), /cannot be read and written by this user/],
  ['a read-only folder', leaveStoreWith(() => makeReadOnly(directory)), /permission denied.*DATA_DIR/],
  ['an empty read-only folder', () => makeReadOnly(directory), /permission denied.*DATA_DIR/],
  ['a file without a byte', leaveStoreWith((path) => truncateSync(path)), /is empty \(0 bytes\).*lost/],
  [
    'a file without a byte in a new folder',
    () => writeFileSync(inDirectory(STORE), ''),
    /is empty \(0 bytes\)/,
  ],
  [
    'a journal without its file',
    () => writeFileSync(inDirectory(`${STORE}-wal`), 'journal'),
    /is missing, and its journal/,
  ],
  [
    'garbage',
    () => writeFileSync(inDirectory(STORE), 'garbage '.repeat(1_000)),
    /is damaged, or not a database/,
  ],
  ['a few bytes', () => writeFileSync(inDirectory(STORE), 'x'), /is damaged, or not a database/],
  ['half a file', leaveStoreWith((path) => truncateSync(path, 100_000)), /is damaged, or not a database/],
  [
    'nearly all of a file',
    leaveStoreWith((path) => truncateSync(path, readFileSync(path).length - 1)),
    /is damaged/,
  ],
  ['a file damaged at its beginning', leaveStoreWith((path) => writeGarbage(path, 20, 200)), /is damaged/],
  [
    'a file damaged in its middle',
    leaveStoreWith((path) => writeGarbage(path, 81_920, 20_000)),
    /is damaged/,
  ],
  [
    'the database of another program',
    () => change(inDirectory(STORE), 'CREATE TABLE rooms (number INTEGER, price INTEGER)'),
    /is the database of another program/,
  ],
  [
    'a file of a newer version',
    leaveStoreWith((path) => change(path, 'ALTER TABLE logs RENAME TO streams; PRAGMA user_version = 1000')),
    /written by a newer version of Concord/,
  ],
  ['a folder in place of the file', () => mkdirSync(inDirectory(STORE)), /is not a file/],
  ['a folder in place of the lock', () => mkdirSync(inDirectory('node.lock')), /node\.lock cannot be opened/],
];

for (const [what, leave, sentence] of SENTENCES) {
  it(`[C12] a node that finds ${what} says so in one sentence, changes nothing and ends with exit code 1`, async () => {
    leave();
    const before = contents();
    const { code, said } = await giveUp();
    expect(said).toEqual([expect.stringMatching(sentence)]);
    expect(code).toBe(1);
    expect(contents()).toEqual(before);
  });
}

/** An empty journal means the same as none. */
const EMPTY = createHash('sha256').digest('hex');

function contents(): string[] {
  return [STORE, `${STORE}-wal`].map((name) => {
    try {
      return createHash('sha256')
        .update(readFileSync(inDirectory(name)))
        .digest('hex');
    } catch {
      return EMPTY;
    }
  });
}

it('[C12] a node whose DATA_DIR is a file says so in one sentence and ends with exit code 1', async () => {
  writeFileSync(inDirectory('file'), '');
  const { code, said } = await giveUp(inDirectory('file'));
  expect(said).toEqual([expect.stringMatching(/cannot be opened: .*file already exists.*DATA_DIR/)]);
  expect(code).toBe(1);
});

it('[C12] a node whose file another process has locked says so and ends with exit code 1', async () => {
  const other = new Database(inDirectory(STORE));
  other.exec('CREATE TABLE rooms (room TEXT); BEGIN EXCLUSIVE');
  const { code, said } = await giveUp();
  expect(said).toEqual([expect.stringMatching(/Another process has .* locked/)]);
  expect(code).toBe(1);
  other.exec('ROLLBACK');
  other.close();
});

it('[L9] a node on the file of another node is refused, whichever path leads there', async () => {
  const running = openSqlite(directory);
  for (const linkTo of ['the folder', 'the file']) {
    const other = temporaryFolder('sqlite');
    const dataDir = linkTo === 'the folder' ? join(other, 'data') : other;
    symlinkSync(
      linkTo === 'the folder' ? directory : inDirectory(STORE),
      linkTo === 'the folder' ? dataDir : join(other, STORE),
    );
    if (isRoot) chownSync(other, NOBODY, NOBODY);
    const { code, said } = await giveUp(dataDir);
    expect(said).toEqual([expect.stringMatching(/Another node has .* REDIS_URL/)]);
    expect(code).toBe(1);
    removeFolder(other);
  }
  running.close();
});
