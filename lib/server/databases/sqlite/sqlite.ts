import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { ChatError } from '@/lib/chat/errors';
import { StartError } from '@/lib/server/config/start-error';
import type { StoreSigns } from '@/lib/server/databases/store-watch';
import { DatabaseFile } from './database-file';
import { checkContents, checkPlace, realPath, startErrorOf } from './sqlite-checks';
import type { SqliteDatabase } from './sqlite-database';
import { codeOf, isDamage, reasonOf } from './sqlite-faults';
import { CHANGES, NAMED_ANEW, SCHEMA } from './sqlite-schema';
import { markByJournal, setStrayJournalAside } from './stray-journal.sqlite';

/** How long a write waits for another process that writes to the file, while the node stands still. */
const BUSY_TIMEOUT_MS = 500;

/** More than the largest entry: after a failure, probes write as much. */
const PROBE_BYTES = 64 * 1_024;
const PROBE_MIN_BYTES = 8;

export interface Sqlite {
  readonly database: SqliteDatabase;
  readonly signs: StoreSigns;
  close(): void;
}

/**
 * Opens (or creates) a node's database in `directory`.
 * @param warn takes a sentence for the operator
 * @throws StartError if another node has it open, if it cannot be written, or if it is not whole
 */
export function openSqlite(directory: string, warn: (sentence: string) => void = () => {}): Sqlite {
  const path = join(directory, 'concord.sqlite');
  checkPlace(directory, path);
  const unlock = lock(path);
  const stray = setStrayJournalAside(path);
  try {
    const database = openDatabase(path);
    if (stray !== undefined)
      warn(`${path} is not the file that its journal belongs to, which is now ${stray.aside}`);
    const file = new DatabaseFile(path, () => sizeOf(database));
    const guard = new Guard(file);
    guards.set(database, guard);
    return {
      database,
      signs: createSigns(database, guard),
      close: () => {
        forgetJournal(database);
        database.close();
        file.close();
        unlock();
      },
    };
  } catch (cause) {
    stray?.putBack();
    unlock();
    throw startErrorOf(path, cause);
  }
}

function openDatabase(path: string): SqliteDatabase {
  const isNew = !existsSync(path);
  const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Before anything is written: the file may be somebody else's.
    checkContents(path, database, CHANGES.length);
    database.pragma('journal_mode = WAL');
    // An acknowledged entry survives a power cut, not only a crash of the process.
    database.pragma('synchronous = FULL');
    // Deleted data is overwritten, not only released.
    database.pragma('secure_delete = ON');
    bringUpToDate(database);
    markByJournal(database, path);
    return database;
  } catch (error) {
    database.close();
    // A full disk leaves nothing but the name: the next start would take it for the remains of a lost file.
    if (isNew && statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path);
    throw error;
  }
}

/**
 * Moves everything into the file itself: the journal contains deleted texts, and is not part of a copy. If a reader that is not
 * ours prevents that, the next call does it.
 */
export function forgetJournal(database: SqliteDatabase): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Nothing is lost by that; see above.
  }
}

function sizeOf(database: SqliteDatabase): number {
  const [{ page_count: pages }] = database.pragma('page_count') as [{ page_count: number }];
  const [{ page_size: bytes }] = database.pragma('page_size') as [{ page_size: number }];
  return pages * bytes;
}

function bringUpToDate(database: SqliteDatabase): void {
  const [{ user_version: had }] = database.pragma('user_version') as [{ user_version: number }];
  if (had < NAMED_ANEW) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
  CHANGES.slice(had).forEach((change, index) => {
    database.exec(`BEGIN IMMEDIATE; ${change} PRAGMA user_version = ${had + index + 1}; COMMIT;`);
  });
}

/**
 * Keeps a second node off the database until the returned function is called or the process dies. Uses a transaction on a file
 * of its own, because the library closes a database only once its statements are garbage-collected. The file is beside the
 * database itself, whichever path led there.
 */
function lock(path: string): () => void {
  const lockPath = join(dirname(realPath(path)), 'node.lock');
  try {
    const database = new Database(lockPath);
    database.exec('BEGIN EXCLUSIVE');
    return () => {
      database.exec('ROLLBACK');
      database.close();
    };
  } catch (cause) {
    if (!/^SQLITE_(BUSY|LOCKED)/.test(codeOf(cause))) throw startErrorOf(lockPath, cause);
    throw new StartError(
      `Another node has ${path} open, and the embedded store serves one node only. ` +
        'To run several nodes, set REDIS_URL for each of them; to run a second room, give it its own DATA_DIR.',
    );
  }
}

/** Keeps writes to a damaged database from being acknowledged: the next start would not find them. */
class Guard {
  readonly #file: DatabaseFile;
  /** Damage does not heal, even if the next write touches a page that is whole. */
  #damage: unknown;

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  readonly check = (): void => {
    if (this.#damage !== undefined) throw this.#damage;
    this.#file.check();
  };

  readonly note = (cause: unknown): void => {
    if (isDamage(cause)) this.#damage ??= cause;
  };
}

/** By open database. */
const guards = new WeakMap<SqliteDatabase, Guard>();

function createSigns(database: SqliteDatabase, guard: Guard): StoreSigns {
  const write = database.prepare(
    'INSERT INTO probes (id, bytes) VALUES (1, randomblob(?)) ON CONFLICT (id) DO UPDATE SET bytes = excluded.bytes',
  );
  const probe = writing(database, (bytes: number) => void write.run(bytes));
  return {
    look: async () => guard.check(),
    probe: async (isDoubted) => {
      // The node stands still while it waits, so it does not wait repeatedly for somebody who holds a lock for long.
      if (isDoubted) database.pragma('busy_timeout = 0');
      try {
        probe(isDoubted ? PROBE_BYTES : PROBE_MIN_BYTES);
      } finally {
        if (isDoubted) database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      }
    },
    noted: guard.note,
    reasonOf,
  };
}

/**
 * Runs a transaction that writes, with the right to write from its first statement. One that begins by reading may find at its
 * first write that another process has written meanwhile; libsql then keeps the state that was read, and no transaction of this
 * node can write any more.
 */
export function writing<Args extends unknown[], T>(
  database: SqliteDatabase,
  run: (...args: Args) => T,
): (...args: Args) => T {
  return (...args) => {
    const guard = guards.get(database);
    guard?.check();
    try {
      database.exec('BEGIN IMMEDIATE');
      const result = run(...args);
      database.exec('COMMIT');
      guard?.check(); // If the file was replaced meanwhile, the write went where nobody will find it.
      return result;
    } catch (cause) {
      // After some failures, SQLite has rolled back by itself, and then the library's own transactions would report only that.
      if (database.inTransaction) database.exec('ROLLBACK');
      guard?.note(cause);
      throw cause;
    }
  };
}

/** SQLite returns and throws synchronously; the port promises to do both asynchronously. */
export function answering<Args extends unknown[], T>(
  run: (...args: Args) => T,
): (...args: Args) => Promise<T> {
  return async (...args) => {
    try {
      return run(...args);
    } catch (cause) {
      if (cause instanceof ChatError) throw cause;
      throw new ChatError('store_unavailable', { cause });
    }
  };
}
