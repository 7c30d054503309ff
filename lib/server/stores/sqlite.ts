import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { ChatError } from '@/lib/chat/errors';
import { StartError } from '../start-error';

export type SqliteDatabase = InstanceType<typeof Database>;

/** How long a write waits for another process that writes to the file. The node stands still meanwhile. */
const BUSY_TIMEOUT_MS = 500;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS rooms (room TEXT PRIMARY KEY, epoch INTEGER NOT NULL, top INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entries (
    room TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (room, seq)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS entries_by_id ON entries (room, id);
  CREATE TABLE IF NOT EXISTS names (
    fold TEXT PRIMARY KEY, member TEXT NOT NULL UNIQUE, name TEXT NOT NULL, ends INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS abouts (
    room TEXT PRIMARY KEY, kind TEXT NOT NULL, revision INTEGER NOT NULL, record TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS admitted (room TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (room, member)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS followed (member TEXT NOT NULL, room TEXT NOT NULL, PRIMARY KEY (member, room)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS read_marks (
    member TEXT NOT NULL, room TEXT NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
    raised INTEGER NOT NULL, PRIMARY KEY (member, room)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS avatars (member TEXT PRIMARY KEY, url TEXT NOT NULL, ends INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS orders (room TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** What came to the tables later, in this order. A file says by `user_version` how many of these it has had. */
const CHANGES = [
  // Until then every entry was a message.
  `ALTER TABLE rooms ADD COLUMN uncounted INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE entries ADD COLUMN uncounted INTEGER NOT NULL DEFAULT 0;`,
  // When somebody last wrote in a room of the directory; NULL where it is not listed. Until then all open ones were.
  `ALTER TABLE abouts ADD COLUMN written INTEGER;
   UPDATE abouts SET written = json_extract(record, '$.madeAt') WHERE kind = 'open';
   CREATE INDEX abouts_by_written ON abouts (written) WHERE written IS NOT NULL;`,
];

export interface Sqlite {
  readonly database: SqliteDatabase;
  close(): void;
}

/**
 * Opens (or makes) the database of a node in `directory`.
 * @throws StartError where another node has it open, or where it cannot be written.
 */
export function openSqlite(directory: string): Sqlite {
  const path = join(directory, 'concord.sqlite');
  try {
    mkdirSync(directory, { recursive: true });
    const unlock = lock(directory);
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    // An acknowledged entry survives a power cut, not only a crash of the process.
    database.pragma('synchronous = FULL');
    // What is deleted is overwritten, not only let go.
    database.pragma('secure_delete = ON');
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    bringUpToDate(database);
    return {
      database,
      close: () => {
        database.close();
        unlock();
      },
    };
  } catch (cause) {
    throw new StartError(describe(path, cause), { cause });
  }
}

function bringUpToDate(database: SqliteDatabase): void {
  const [{ user_version: had }] = database.pragma('user_version') as [{ user_version: number }];
  if (had > CHANGES.length) throw new Error('it was written by a newer version of Concord');
  CHANGES.slice(had).forEach((change, index) => {
    database.exec(`BEGIN IMMEDIATE; ${change} PRAGMA user_version = ${had + index + 1}; COMMIT;`);
  });
}

/**
 * Keeps a second node off the directory until the way back is called or the process dies. A transaction on a file
 * of its own, because the library closes a database only once its statements are collected.
 */
function lock(directory: string): () => void {
  const database = new Database(join(directory, 'node.lock'));
  database.exec('BEGIN EXCLUSIVE');
  return () => {
    database.exec('ROLLBACK');
    database.close();
  };
}

function describe(path: string, cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/locked|busy/i.test(reason)) {
    return (
      `Another node has ${path} open, and the embedded store serves one node only. ` +
      'To run several nodes, set REDIS_URL for each of them; to run a second room, give it its own DATA_DIR.'
    );
  }
  return `The store at ${path} cannot be opened: ${reason}. Set DATA_DIR to a directory that this user can write.`;
}

/**
 * A transaction that writes has the right to from its first statement. One that begins by reading may find at its first
 * write that another process wrote meanwhile, and libsql then keeps the state that was read: no transaction of this
 * node can write any more.
 */
export function writing<Args extends unknown[], T>(
  database: SqliteDatabase,
  run: (...args: Args) => T,
): (...args: Args) => T {
  return database.transaction(run).immediate;
}

/** SQLite answers at once and throws at once; the port promises both. */
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
