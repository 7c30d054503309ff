import { ChatError } from '@/lib/chat/errors';
import type { Appended, AppendOptions, LogFollower, Place, RoomLog, Slice } from './room-log';
import { answering, type SqliteDatabase, writing } from './sqlite';

interface Row {
  readonly seq: number;
  readonly entry: string;
  /** How many entries before it are no messages. */
  readonly uncounted: number;
}

interface Append {
  readonly room: string;
  readonly id: string;
  readonly entry: string;
  readonly options: AppendOptions;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

export interface SqliteRoomLogOptions {
  readonly database: SqliteDatabase;
  /** Entries kept in each room. */
  readonly historyLimit: number;
  /** Milliseconds since 1970; names a new room's first epoch. */
  readonly now: () => number;
}

/** The logs in one file, for one node. What is appended in one turn of the event loop is committed together. */
export function createSqliteRoomLog({ database, historyLimit, now }: SqliteRoomLogOptions): RoomLog {
  const statements = prepare(database);
  const followers = new Map<string, Set<LogFollower>>();
  let waiting: Append[] = [];

  function placeOf(room: string): Omit<Place, 'forks'> & { readonly uncounted: number } {
    const row = statements.room.get(room) as { epoch: number; top: number; uncounted: number } | undefined;
    const { epoch, top, uncounted } = row ?? { epoch: 0, top: 0, uncounted: 0 };
    return { epoch, seq: top, counted: top - uncounted, uncounted };
  }

  function insert({ room, id, entry, options }: Append): Appended {
    const { isMessage = true, amends } = options;
    const top = placeOf(room);
    const epoch = top.epoch === 0 ? now() : top.epoch;
    if (amends !== undefined) statements.amend.run(amends.entry, room, amends.id);
    const known = statements.find.get(room, id) as Row | undefined;
    if (known !== undefined) return { position: { epoch, seq: known.seq }, isRepeat: true };
    const seq = top.seq + 1;
    statements.insert.run(room, seq, id, entry, top.uncounted);
    statements.advance.run(room, epoch, seq, top.uncounted + (isMessage ? 0 : 1));
    statements.trim.run(room, seq - historyLimit);
    return { position: { epoch, seq }, isRepeat: false };
  }

  const insertAll = writing(database, (appends: Append[]) => appends.map(insert));

  function commit(): void {
    const appends = waiting;
    waiting = [];
    let appended: Appended[];
    try {
      appended = insertAll(appends);
    } catch (cause) {
      for (const append of appends) append.reject(new ChatError('store_unavailable', { cause }));
      return;
    }
    if (appends.some(({ options }) => options.amends !== undefined)) forgetAmended(database);
    appends.forEach((append, index) => {
      publish(append, appended[index] as Appended);
    });
  }

  function publish({ room, entry, resolve }: Append, appended: Appended): void {
    resolve(appended);
    if (appended.isRepeat) return;
    const { epoch, seq: from } = appended.position;
    for (const follower of followers.get(room) ?? []) follower.heard({ epoch, from, entries: [entry] });
  }

  function slice(room: string, rows: readonly Row[], emptyFrom: (top: number) => number): Slice {
    const { epoch, seq: top, uncounted } = placeOf(room);
    const bottom = (statements.bottom.get(room) as { bottom: number | null }).bottom ?? top + 1;
    const from = rows[0]?.seq ?? emptyFrom(top);
    const first = rows[0] ?? (statements.after.get(room, from - 1, 1) as Row | undefined);
    return {
      epoch,
      from,
      counted: from - 1 - (first?.uncounted ?? uncounted),
      entries: rows.map((row) => row.entry),
      top,
      bottom,
    };
  }

  return {
    append: (room, id, entry, options = {}) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(commit);
        waiting.push({ room, id, entry, options, resolve, reject });
      }),
    after: answering((room: string, seq: number, limit: number) =>
      slice(room, statements.after.all(room, seq, limit) as Row[], (top) => Math.min(seq, top) + 1),
    ),
    before: answering((room: string, seq: number, limit: number) => {
      const rows = statements.before.all(room, Math.min(seq, Number.MAX_SAFE_INTEGER), limit) as Row[];
      return slice(room, rows.reverse(), (top) => Math.min(seq, top + 1));
    }),
    // A transaction that was acknowledged is on the disk, so there is one epoch: the one that began with nothing.
    top: answering((room: string) => {
      const { epoch, seq, counted } = placeOf(room);
      return { epoch, seq, counted, forks: epoch === 0 ? [] : [{ epoch, after: 0, counted: 0 }] };
    }),
    find: answering((room: string, id: string) => {
      const row = statements.find.get(room, id) as Row | undefined;
      return row === undefined ? null : { epoch: placeOf(room).epoch, seq: row.seq, entry: row.entry };
    }),
    follow: async (room, follower) => {
      const set = followers.get(room) ?? new Set();
      followers.set(room, set.add(follower));
      return () => {
        set.delete(follower);
        if (set.size === 0 && followers.get(room) === set) followers.delete(room);
      };
    },
  };
}

/**
 * The journal still has the text of what was deleted. A reader that holds it up is none of ours, and the next deletion
 * or the end of the node empties it then.
 */
function forgetAmended(database: SqliteDatabase): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // The deletion is done and stays so; see above.
  }
}

const prepare = (database: SqliteDatabase) => ({
  room: database.prepare('SELECT epoch, top, uncounted FROM rooms WHERE room = ?'),
  find: database.prepare('SELECT seq, entry, uncounted FROM entries WHERE room = ? AND id = ?'),
  insert: database.prepare('INSERT INTO entries (room, seq, id, entry, uncounted) VALUES (?, ?, ?, ?, ?)'),
  amend: database.prepare('UPDATE entries SET entry = ? WHERE room = ? AND id = ?'),
  advance: database.prepare(
    'INSERT INTO rooms (room, epoch, top, uncounted) VALUES (?, ?, ?, ?) ' +
      'ON CONFLICT (room) DO UPDATE SET top = excluded.top, uncounted = excluded.uncounted',
  ),
  trim: database.prepare('DELETE FROM entries WHERE room = ? AND seq <= ?'),
  bottom: database.prepare('SELECT MIN(seq) AS bottom FROM entries WHERE room = ?'),
  after: database.prepare(
    'SELECT seq, entry, uncounted FROM entries WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?',
  ),
  before: database.prepare(
    'SELECT seq, entry, uncounted FROM entries WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  ),
});
