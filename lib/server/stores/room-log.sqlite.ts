import type { Position } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Appended, LogFollower, RoomLog, Slice } from './room-log';
import { answering, type SqliteDatabase } from './sqlite';

interface Row {
  readonly seq: number;
  readonly entry: string;
}

interface Append {
  readonly room: string;
  readonly id: string;
  readonly entry: string;
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

  function positionOf(room: string): Position {
    const row = statements.room.get(room) as { epoch: number; top: number } | undefined;
    return row === undefined ? { epoch: 0, seq: 0 } : { epoch: row.epoch, seq: row.top };
  }

  function insert({ room, id, entry }: Append): Appended {
    const top = positionOf(room);
    const epoch = top.epoch === 0 ? now() : top.epoch;
    const known = statements.find.get(room, id) as { seq: number } | undefined;
    if (known !== undefined) return { position: { epoch, seq: known.seq }, isRepeat: true };
    const seq = top.seq + 1;
    statements.insert.run(room, seq, id, entry);
    statements.advance.run(room, epoch, seq);
    statements.trim.run(room, seq - historyLimit);
    return { position: { epoch, seq }, isRepeat: false };
  }

  const insertAll = database.transaction((appends: Append[]) => appends.map(insert));

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
    appends.forEach((append, index) => {
      publish(append, appended[index] as Appended);
    });
  }

  function publish({ room, entry, resolve }: Append, appended: Appended): void {
    resolve(appended);
    if (appended.isRepeat) return;
    for (const follower of followers.get(room) ?? []) follower.heard({ ...appended.position, entry });
  }

  function slice(room: string, rows: readonly Row[], emptyFrom: (top: number) => number): Slice {
    const { epoch, seq: top } = positionOf(room);
    const bottom = (statements.bottom.get(room) as { bottom: number | null }).bottom ?? top + 1;
    return {
      epoch,
      from: rows[0]?.seq ?? emptyFrom(top),
      entries: rows.map((row) => row.entry),
      top,
      bottom,
    };
  }

  return {
    append: (room, id, entry) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(commit);
        waiting.push({ room, id, entry, resolve, reject });
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
      const { epoch, seq } = positionOf(room);
      return { epoch, seq, forks: epoch === 0 ? [] : [{ epoch, after: 0 }] };
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

const prepare = (database: SqliteDatabase) => ({
  room: database.prepare('SELECT epoch, top FROM rooms WHERE room = ?'),
  find: database.prepare('SELECT seq FROM entries WHERE room = ? AND id = ?'),
  insert: database.prepare('INSERT INTO entries (room, seq, id, entry) VALUES (?, ?, ?, ?)'),
  advance: database.prepare(
    'INSERT INTO rooms (room, epoch, top) VALUES (?, ?, ?) ON CONFLICT (room) DO UPDATE SET top = excluded.top',
  ),
  trim: database.prepare('DELETE FROM entries WHERE room = ? AND seq <= ?'),
  bottom: database.prepare('SELECT MIN(seq) AS bottom FROM entries WHERE room = ?'),
  after: database.prepare('SELECT seq, entry FROM entries WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?'),
  before: database.prepare(
    'SELECT seq, entry FROM entries WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  ),
});
