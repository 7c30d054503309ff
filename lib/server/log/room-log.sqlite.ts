import type { Position } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import { answering, forgetJournal, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import type { RoomRecord } from '@/lib/server/records/room-record';
import {
  type Appended,
  type AppendOptions,
  FORKS_MAX,
  type Fork,
  type HeldEntry,
  type LogFollower,
  type Place,
  type PutBack,
  type RoomLog,
  type Slice,
} from './room-log';

/** Entries that an append drops at most: the node stands still meanwhile. Where more are too many, the next ones do it. */
const TRIM_MAX = 1_000;

interface Row {
  readonly seq: number;
  readonly entry: string;
  /** How many entries before it are no messages. */
  readonly uncounted: number;
}

interface RoomRow {
  readonly epoch: number;
  readonly top: number;
  readonly uncounted: number;
  /** Of all its entries. */
  readonly bytes: number;
}

interface SizeRow {
  readonly seq: number;
  readonly size: number;
}

interface Insert {
  readonly room: string;
  readonly id: string;
  readonly entry: string;
  readonly options: Omit<AppendOptions, 'known'>;
}

interface Append extends Insert {
  readonly resolve: (appended: Appended) => void;
  readonly reject: (reason: unknown) => void;
}

export interface SqliteRoomLogOptions {
  readonly database: SqliteDatabase;
  /** Entries kept in each room. */
  readonly historyLimit: number;
  /** Bytes of entries kept in each room. */
  readonly historyBytes?: number;
  /** Milliseconds since 1970; names a new room's first epoch. */
  readonly now: () => number;
}

/**
 * The logs in one file, for one node. What is appended in one turn of the event loop is committed together. A few lines longer
 * than files are here: the statements stand beside the steps that use them.
 */
export function createSqliteRoomLog(options: SqliteRoomLogOptions): RoomLog {
  const { database, historyLimit, historyBytes = Number.MAX_SAFE_INTEGER, now } = options;
  beginEpochs(database, now());
  const statements = prepare(database);
  const followers = new Map<string, Set<LogFollower>>();
  let waiting: Append[] = [];

  function placeOf(room: string): Omit<Place, 'forks'> & Pick<RoomRow, 'uncounted' | 'bytes'> {
    const row = statements.room.get(room) as RoomRow | undefined;
    const { epoch, top, uncounted, bytes } = row ?? { epoch: 0, top: 0, uncounted: 0, bytes: 0 };
    return { epoch, seq: top, counted: top - uncounted, uncounted, bytes };
  }

  /** What stands in the place of an entry from now on. */
  function amend(room: string, { id, entry }: NonNullable<AppendOptions['amends']>): void {
    const before = statements.sizeOf.get(room, id) as { readonly size: number } | undefined;
    if (before === undefined) return;
    statements.amend.run(entry, room, id);
    statements.weigh.run(Buffer.byteLength(entry) - before.size, room);
  }

  /**
   * Drops the oldest entries until those that are left are few and small enough; the newest stays in any case. Answers how many
   * bytes are left.
   */
  function dropOldest(room: string, top: number, bytes: number): number {
    let left = bytes;
    for (let dropped = 0; dropped < TRIM_MAX; dropped += 1) {
      if (top <= historyLimit && left <= historyBytes) break;
      const oldest = statements.oldest.get(room) as SizeRow | undefined;
      if (oldest === undefined || oldest.seq === top) break;
      if (oldest.seq > top - historyLimit && left <= historyBytes) break;
      left -= oldest.size;
      statements.drop.run(room, oldest.seq);
    }
    return left;
  }

  function isBlocked(room: string): boolean {
    const row = statements.about.get(room) as { readonly record: string } | undefined;
    const { blockedBy = [] } = JSON.parse(row?.record ?? '{}') as Pick<RoomRecord, 'blockedBy'>;
    return blockedBy.length > 0;
  }

  function insert({ room, id, entry, options }: Insert): Appended {
    const { isMessage = true, amends } = options;
    if (amends !== undefined) amend(room, amends);
    const top = placeOf(room);
    const epoch = top.epoch === 0 ? now() : top.epoch;
    const known = statements.find.get(room, id) as Row | undefined;
    if (known !== undefined) return { position: { epoch, seq: known.seq }, isRepeat: true };
    const seq = top.seq + 1;
    statements.insert.run(room, seq, id, entry, top.uncounted);
    if (top.epoch === 0) statements.fork.run(room, epoch, 0, 0);
    const left = dropOldest(room, seq, top.bytes + Buffer.byteLength(entry));
    statements.advance.run(room, epoch, seq, top.uncounted + (isMessage ? 0 : 1), left);
    return { position: { epoch, seq }, isRepeat: false };
  }

  /** `null` for what is not appended because the room is blocked. */
  const insertAll = writing(database, (appends: Append[]) =>
    appends.map((append) => {
      const { room, id, options } = append;
      const isKnown = statements.find.get(room, id) !== undefined;
      return options.isDirect && !isKnown && isBlocked(room) ? null : insert(append);
    }),
  );

  function commit(): void {
    const appends = waiting;
    waiting = [];
    let appended: (Appended | null)[];
    try {
      appended = insertAll(appends);
    } catch (cause) {
      for (const append of appends) append.reject(new ChatError('store_unavailable', { cause }));
      return;
    }
    if (appends.some(({ options }) => options.amends !== undefined)) forgetJournal(database);
    for (const [index, append] of appends.entries()) {
      const place = appended[index];
      if (place) {
        append.resolve(place);
        publish(append, place);
      } else append.reject(new ChatError('blocked'));
    }
  }

  const putBackAll = writing(database, (room: string, held: readonly HeldEntry[], options: PutBack) => {
    const { epoch, seq: top } = placeOf(room);
    if (epoch !== options.epoch) return null;
    const shared = held.slice(0, options.shared);
    const places = shared.map(({ id }) => statements.find.get(room, id) as Row | undefined);
    const first = places.findIndex((row) => row !== undefined);
    const base = (statements.forks.all(room).at(-1) as Fork | undefined)?.after ?? 0;
    const newer = top - Math.max(base, (places[first]?.seq ?? 1) - 1);
    const unplaced = newer < options.reach ? 0 : first < 0 ? shared.length : first;
    return held.map(({ id, entry, ...more }, index) =>
      index < unplaced ? null : insert({ room, id, entry, options: more }),
    );
  });

  function putBack(room: string, held: readonly HeldEntry[], options: PutBack): (Position | null)[] | null {
    const appended = putBackAll(room, held, options);
    appended?.forEach((one, index) => {
      if (one !== null) publish({ room, entry: held[index]?.entry ?? '' }, one);
    });
    return appended?.map((one) => one?.position ?? null) ?? null;
  }

  function publish({ room, entry }: Pick<Insert, 'room' | 'entry'>, appended: Appended): void {
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
    putBack: answering(putBack),
    after: answering((room: string, seq: number, limit: number, maxBytes?: number) => {
      const read = (last: number, count: number) => statements.after.all(room, last, count) as Row[];
      return slice(room, rowsWithin(read, seq, limit, maxBytes), (top) => Math.min(seq, top) + 1);
    }),
    before: answering((room: string, seq: number, limit: number, maxBytes?: number) => {
      const read = (last: number, count: number) => statements.before.all(room, last, count) as Row[];
      const rows = rowsWithin(read, Math.min(seq, Number.MAX_SAFE_INTEGER), limit, maxBytes);
      return slice(room, rows.reverse(), (top) => Math.min(seq, top + 1));
    }),
    // A transaction that was acknowledged is on the disk: while the node runs there is one epoch.
    top: answering((room: string) => {
      const { epoch, seq, counted } = placeOf(room);
      return { epoch, seq, counted, forks: statements.forks.all(room) as Fork[] };
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

/** Rows read at a time where their bytes have a bound. */
const PORTION_ROWS = 32;

/** What `read` answers, from `seq` on, as {@link RoomLog.after} has it. */
function rowsWithin(
  read: (seq: number, limit: number) => Row[],
  seq: number,
  limit: number,
  maxBytes: number | undefined,
): Row[] {
  if (maxBytes === undefined) return read(seq, limit);
  const rows: Row[] = [];
  let bytes = 0;
  while (rows.length < limit) {
    const portion = read(rows.at(-1)?.seq ?? seq, Math.min(PORTION_ROWS, limit - rows.length));
    for (const row of portion) {
      bytes += Buffer.byteLength(row.entry);
      if (bytes > maxBytes && rows.length > 0) return rows;
      rows.push(row);
    }
    if (portion.length < PORTION_ROWS) return rows;
  }
  return rows;
}

/**
 * Whether a file is the one that pages have seen, or a copy of an earlier time, it cannot tell: so each start is a new
 * epoch of all rooms. It takes the place of one in which nothing was said.
 */
function beginEpochs(database: SqliteDatabase, now: number): void {
  const begin = writing(database, () => {
    database
      .prepare(
        'DELETE FROM forks WHERE EXISTS (SELECT 1 FROM rooms WHERE rooms.room = forks.room AND rooms.top = forks.after)',
      )
      .run();
    database.prepare('UPDATE rooms SET epoch = MAX(?, epoch + 1)').run(now);
    database.exec('INSERT INTO forks SELECT room, epoch, top, top - uncounted FROM rooms');
    database
      .prepare(
        'DELETE FROM forks WHERE epoch <= (SELECT epoch FROM forks AS newer WHERE newer.room = forks.room ' +
          'ORDER BY epoch DESC LIMIT 1 OFFSET ?)',
      )
      .run(FORKS_MAX);
  });
  begin();
}

const SIZE = 'LENGTH(CAST(entry AS BLOB))';

const prepare = (database: SqliteDatabase) => ({
  about: database.prepare('SELECT record FROM abouts WHERE room = ?'),
  room: database.prepare('SELECT epoch, top, uncounted, bytes FROM rooms WHERE room = ?'),
  fork: database.prepare('INSERT INTO forks (room, epoch, after, counted) VALUES (?, ?, ?, ?)'),
  forks: database.prepare('SELECT epoch, after, counted FROM forks WHERE room = ? ORDER BY epoch'),
  find: database.prepare('SELECT seq, entry, uncounted FROM entries WHERE room = ? AND id = ?'),
  insert: database.prepare('INSERT INTO entries (room, seq, id, entry, uncounted) VALUES (?, ?, ?, ?, ?)'),
  amend: database.prepare('UPDATE entries SET entry = ? WHERE room = ? AND id = ?'),
  advance: database.prepare(
    'INSERT INTO rooms (room, epoch, top, uncounted, bytes) VALUES (?, ?, ?, ?, ?) ' +
      'ON CONFLICT (room) DO UPDATE SET top = excluded.top, uncounted = excluded.uncounted, bytes = excluded.bytes',
  ),
  weigh: database.prepare('UPDATE rooms SET bytes = bytes + ? WHERE room = ?'),
  sizeOf: database.prepare(`SELECT ${SIZE} AS size FROM entries WHERE room = ? AND id = ?`),
  oldest: database.prepare(`SELECT seq, ${SIZE} AS size FROM entries WHERE room = ? ORDER BY seq LIMIT 1`),
  drop: database.prepare('DELETE FROM entries WHERE room = ? AND seq = ?'),
  bottom: database.prepare('SELECT MIN(seq) AS bottom FROM entries WHERE room = ?'),
  after: database.prepare(
    'SELECT seq, entry, uncounted FROM entries WHERE room = ? AND seq > ? ORDER BY seq LIMIT ?',
  ),
  before: database.prepare(
    'SELECT seq, entry, uncounted FROM entries WHERE room = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  ),
});
