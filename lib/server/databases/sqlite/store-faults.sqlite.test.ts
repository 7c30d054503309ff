import { execFileSync } from 'node:child_process';
import {
  closeSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '@/lib/server/config/config';
import { openStores } from '@/lib/server/stores/open-stores';
import type { Stores } from '@/lib/server/stores/stores';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

interface Fault {
  /** Breaks the store, and returns a function that repairs it; nothing if only a restart helps. */
  breakIt(path: string): (() => void) | undefined;
  readonly reason: RegExp;
}

/** Simulates a full disk: from now on, this process may not make any file longer. */
const limitFiles = (bytes: number | 'unlimited') =>
  execFileSync('prlimit', [`--fsize=${bytes}:`, '--pid', String(process.pid)]);

function writeOver(path: string, from: number, to: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(to - from, 'garbage'), 0, to - from, from);
  closeSync(file);
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'on a disk that is full': {
    breakIt: () => {
      limitFiles(1);
      return () => limitFiles('unlimited');
    },
    reason: /disk/,
  },
  'that another process has locked': {
    breakIt: (path) => {
      const other = new Database(path);
      other.exec('BEGIN IMMEDIATE');
      return () => {
        other.exec('ROLLBACK');
        other.close();
      };
    },
    reason: /another process has locked/,
  },
  'that was deleted, and put back': {
    breakIt: (path) => {
      linkSync(path, `${path}.kept`);
      rmSync(path);
      return () => renameSync(`${path}.kept`, path);
    },
    reason: /concord\.sqlite was deleted/,
  },
  'whose journal was deleted': {
    breakIt: (path) => {
      rmSync(`${path}-wal`);
      return undefined;
    },
    reason: /concord\.sqlite-wal was deleted/,
  },
  'that was replaced by another': {
    breakIt: (path) => {
      renameSync(path, `${path}.kept`);
      writeFileSync(path, 'another');
      return () => renameSync(`${path}.kept`, path);
    },
    reason: /another file replaced/,
  },
  'that was cut short': {
    breakIt: (path) => {
      truncateSync(path, Math.floor(statSync(path).size / 2));
      return undefined;
    },
    reason: /overwritten or cut short/,
  },
  'whose beginning was overwritten': {
    breakIt: (path) => {
      writeOver(path, 0, 4_096);
      return undefined;
    },
    reason: /overwritten or cut short/,
  },
};

let directory: string;
let stores: Stores;
let lines: { level: number; msg: string }[];

async function open(): Promise<Stores> {
  const config = readConfig({ DATA_DIR: directory });
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return openStores(config, logger);
}

beforeEach(async () => {
  lines = [];
  directory = temporaryFolder('sqlite');
  stores = await open();
});
afterEach(() => {
  limitFiles('unlimited');
  stores.close();
  removeFolder(directory);
});

const WARN = 40;
const warned = () => lines.filter(({ level }) => level >= WARN).map(({ msg }) => msg);
const said = () => lines.map(({ msg }) => msg);
const LONG = JSON.stringify('a long message '.repeat(2_000));
const refused = { code: 'store_unavailable' };

for (const [what, { breakIt, reason }] of Object.entries(FAULTS)) {
  it(`[A5] nothing is acknowledged by a database ${what}, and the log says so once, with the reason`, async () => {
    for (let at = 0; at < 200; at += 1) await stores.log.append('lobby', `before-${at}`, LONG);
    expect(await stores.isReachable()).toBe(true);
    const heard: boolean[] = [];
    stores.watch.listen((isStoring) => heard.push(isStoring));
    const mend = breakIt(join(directory, 'concord.sqlite'));
    for (let at = 0; at < 5; at += 1)
      await expect(stores.log.append('lobby', `while-${at}`, LONG)).rejects.toMatchObject(refused);
    expect(await stores.isReachable()).toBe(false);
    expect(heard).toEqual([false]);
    expect(warned()).toEqual([expect.stringMatching(reason)]);
    mend?.();
    if (mend === undefined) return expect(await stores.isReachable()).toBe(false);
    await expect.poll(stores.isReachable).toBe(true);
    expect(heard).toEqual([false, true]);
    expect(await stores.log.append('lobby', 'while-0', LONG)).toHaveProperty('position');
    expect(said()).toEqual([expect.stringMatching(reason), 'messages can be stored again']);
  });

  it(`[A5] a node on a database ${what} is not ready, even if nobody writes`, async () => {
    expect(await stores.isReachable()).toBe(true);
    const mend = breakIt(join(directory, 'concord.sqlite'));
    await expect.poll(stores.isReachable).toBe(false);
    expect(warned()).toEqual([expect.stringMatching(reason)]);
    if (mend === undefined) return;
    mend();
    await expect.poll(stores.isReachable).toBe(true);
    expect(said()).toEqual([expect.stringMatching(reason), 'messages can be stored again']);
  });
}

it('[A5] once a page turns out to be damaged, nothing is acknowledged, and the next start says why', async () => {
  for (let at = 0; at < 200; at += 1) await stores.log.append('lobby', `before-${at}`, LONG);
  stores.close();
  stores = await open();
  const path = join(directory, 'concord.sqlite');
  writeOver(path, 40_960, statSync(path).size);
  await expect(stores.log.after('lobby', 0, 200)).rejects.toMatchObject(refused);
  await expect(stores.log.append('another', 'while', LONG)).rejects.toMatchObject(refused);
  await expect(stores.names.claim({ id: 'ada', name: 'Ada' }, 1_000)).rejects.toMatchObject(refused);
  expect(await stores.isReachable()).toBe(false);
  expect(warned()).toEqual([expect.stringMatching(/the database is damaged/)]);
  stores.close();
  await expect(open()).rejects.toThrow(/concord\.sqlite is damaged/);
  for (const name of readdirSync(directory)) rmSync(join(directory, name));
  stores = await open();
});

it('[A5] a database that another process reads, backs up or vacuums keeps working', async () => {
  const path = join(directory, 'concord.sqlite');
  for (let at = 0; at < 200; at += 1) await stores.log.append('lobby', `before-${at}`, LONG);
  const other = new Database(path);
  other.exec("UPDATE entries SET entry = 'short'");
  other.exec('VACUUM');
  other.exec(`VACUUM INTO '${path}.backup'`);
  other.pragma('wal_checkpoint(TRUNCATE)');
  other.close();
  for (let at = 0; at < 20; at += 1) await stores.log.append('lobby', `after-${at}`, LONG);
  expect(await stores.isReachable()).toBe(true);
  expect(lines).toEqual([]);
});
