import { writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import type { RoomRecord } from '@/lib/server/records/room-record';
import {
  type Appended,
  type AppendOptions,
  FORKS_MAX,
  type Fork,
  type Found,
  type HeldEntry,
  type Place,
  type PutBack,
  type Slice,
} from './room-log';
import { withoutPlace } from './without-place';

/**
 * How many entries one append drops at most, during which the node stands still. If there are more, the next appends drop them.
 */
const TRIM_MAX = 1_000;

interface Row {
  readonly seq: number;
  readonly entry: string;
  /** How many entries before it are not messages. */
  readonly uncounted: number;
}

interface RoomRow {
  readonly epoch: number;
  readonly top: number;
  readonly uncounted: number;
  /** The weight of all its entries. */
  readonly bytes: number;
}

interface SizeRow {
  readonly seq: number;
  readonly size: number;
}

export interface Insert {
  readonly room: string;
  readonly id: string;
  readonly entry: string;
  readonly options: Omit<AppendOptions, 'known'>;
}

export interface SqliteRoomLogOptions {
  readonly database: SqliteDatabase;
  /** How many entries are kept in each room. */
  readonly historyLimit: number;
  /** How many bytes of entries are kept in each room. */
  readonly historyBytes?: number;
  /** Milliseconds since 1970; they name a new room's first epoch. */
  readonly now: () => number;
}

/** The logs in the file. A node has it open for exactly one epoch. */
export class LogFile {
  readonly #options: SqliteRoomLogOptions;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(options: SqliteRoomLogOptions) {
    this.#options = options;
    beginEpochs(options.database, options.now());
    this.#statements = prepare(options.database);
  }

  /** Appends in one step. `null` for entries that are not appended because the room is blocked. */
  append(appends: readonly Insert[]): (Appended | null)[] {
    return writing(this.#options.database, () =>
      appends.map((append) => {
        const { room, id, options } = append;
        const isRefused = options.isDirect && this.#rowOf(room, id) === undefined && this.#isBlocked(room);
        return isRefused ? null : this.#insert(append);
      }),
    )();
  }

  /** Puts back in one step, as specified by {@link RoomLog.putBack}. */
  putBack(room: string, held: readonly HeldEntry[], options: PutBack): (Appended | null)[] | null {
    return writing(this.#options.database, () => {
      const { epoch, seq: top } = this.#placeOf(room);
      if (epoch !== options.epoch) return null;
      const seqs = held.slice(0, options.shared).map(({ id }) => this.#rowOf(room, id)?.seq);
      const base = this.#forks(room).at(-1)?.after ?? 0;
      const isLeftOut = withoutPlace(seqs, { top, base, reach: options.reach });
      return held.map(({ id, entry, ...more }, index) =>
        isLeftOut[index] ? null : this.#insert({ room, id, entry, options: more }),
      );
    })();
  }

  after(room: string, seq: number, limit: number, maxBytes?: number): Slice {
    const read = (last: number, count: number) => this.#statements.after.all(room, last, count) as Row[];
    const rows = rowsWithin(read, seq, limit, maxBytes);
    return this.#slice(room, rows, (top) => Math.min(seq, top) + 1);
  }

  before(room: string, seq: number, limit: number, maxBytes?: number): Slice {
    const read = (last: number, count: number) => this.#statements.before.all(room, last, count) as Row[];
    const rows = rowsWithin(read, Math.min(seq, Number.MAX_SAFE_INTEGER), limit, maxBytes);
    return this.#slice(room, rows.reverse(), (top) => Math.min(seq, top + 1));
  }

  top(room: string): Place {
    const { epoch, seq, counted } = this.#placeOf(room);
    return { epoch, seq, counted, forks: this.#forks(room) };
  }

  find(room: string, id: string): Found | null {
    const row = this.#rowOf(room, id);
    return row === undefined ? null : { epoch: this.#placeOf(room).epoch, seq: row.seq, entry: row.entry };
  }

  #insert({ room, id, entry, options }: Insert): Appended {
    const { isMessage = true, amends } = options;
    if (amends !== undefined) this.#amend(room, amends);
    const top = this.#placeOf(room);
    const epoch = top.epoch === 0 ? this.#options.now() : top.epoch;
    const known = this.#rowOf(room, id);
    if (known !== undefined) return { position: { epoch, seq: known.seq }, isRepeat: true };
    const seq = top.seq + 1;
    this.#statements.insert.run(room, seq, id, entry, top.uncounted);
    if (top.epoch === 0) this.#statements.fork.run(room, epoch, 0, 0);
    const left = this.#dropOldest(room, seq, top.bytes + Buffer.byteLength(entry));
    this.#statements.advance.run(room, epoch, seq, top.uncounted + (isMessage ? 0 : 1), left);
    return { position: { epoch, seq }, isRepeat: false };
  }

  #amend(room: string, { id, entry }: NonNullable<AppendOptions['amends']>): void {
    const before = this.#statements.sizeOf.get(room, id) as { readonly size: number } | undefined;
    if (before === undefined) return;
    this.#statements.amend.run(entry, room, id);
    this.#statements.weigh.run(Buffer.byteLength(entry) - before.size, room);
  }

  /**
   * Drops the oldest entries until the rest is few and small enough; the newest always stays. Returns how many bytes are left.
   */
  #dropOldest(room: string, top: number, bytes: number): number {
    const { historyLimit, historyBytes = Number.MAX_SAFE_INTEGER } = this.#options;
    let left = bytes;
    for (let dropped = 0; dropped < TRIM_MAX; dropped += 1) {
      if (top <= historyLimit && left <= historyBytes) break;
      const oldest = this.#statements.oldest.get(room) as SizeRow | undefined;
      if (oldest === undefined || oldest.seq === top) break;
      if (oldest.seq > top - historyLimit && left <= historyBytes) break;
      left -= oldest.size;
      this.#statements.drop.run(room, oldest.seq);
    }
    return left;
  }

  #isBlocked(room: string): boolean {
    const row = this.#statements.record.get(room) as { readonly record: string } | undefined;
    const { blockedBy = [] } = JSON.parse(row?.record ?? '{}') as Pick<RoomRecord, 'blockedBy'>;
    return blockedBy.length > 0;
  }

  #rowOf(room: string, id: string): Row | undefined {
    return this.#statements.find.get(room, id) as Row | undefined;
  }

  #forks(room: string): Fork[] {
    return this.#statements.forks.all(room) as Fork[];
  }

  #placeOf(room: string): Omit<Place, 'forks'> & Pick<RoomRow, 'uncounted' | 'bytes'> {
    const row = this.#statements.log.get(room) as RoomRow | undefined;
    const { epoch, top, uncounted, bytes } = row ?? { epoch: 0, top: 0, uncounted: 0, bytes: 0 };
    return { epoch, seq: top, counted: top - uncounted, uncounted, bytes };
  }

  #slice(room: string, rows: readonly Row[], emptyFrom: (top: number) => number): Slice {
    const { epoch, seq: top, uncounted } = this.#placeOf(room);
    const { bottom } = this.#statements.bottom.get(room) as { readonly bottom: number | null };
    const from = rows[0]?.seq ?? emptyFrom(top);
    const first = rows[0] ?? (this.#statements.after.get(room, from - 1, 1) as Row | undefined);
    return {
      epoch,
      from,
      counted: from - 1 - (first?.uncounted ?? uncounted),
      entries: rows.map((row) => row.entry),
      top,
      bottom: bottom ?? top + 1,
    };
  }
}

/** How many rows are read at a time when there is a bound in bytes. */
const PORTION_ROWS = 32;

/** Returns what `read` returns from `seq` on, within the bounds of {@link RoomLog.after}. */
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
 * How many starts without a word a room remembers, beside those with something said after them: of a page that was away for
 * longer, nobody can tell what it shows, and it gets the newest page anew. Ten are a bad evening, or a week of restarts each
 * night; twice as many would take a file of 10,000 rooms a second at each start. They must not push out the others: a page that
 * was last there when something was said keeps its place over any number of starts in which nothing is.
 */
const QUIET_MAX = 10;

/** Of each room the quiet epochs, the newest first: after each, the next begins at the same entry. */
const QUIET = `
  SELECT room, epoch, ROW_NUMBER() OVER (PARTITION BY room ORDER BY epoch DESC) AS age FROM (
    SELECT room, epoch, after, LEAD(after) OVER (PARTITION BY room ORDER BY epoch) AS next FROM forks
  ) WHERE after = next`;

/** A file cannot tell whether it is the one that pages have seen, or an earlier copy. So each start begins a new epoch in all rooms. */
function beginEpochs(database: SqliteDatabase, now: number): void {
  const begin = writing(database, () => {
    database.prepare('UPDATE logs SET epoch = MAX(?, epoch + 1)').run(now);
    database.exec('INSERT INTO forks SELECT room, epoch, top, top - uncounted FROM logs');
    database
      .prepare(`DELETE FROM forks WHERE (room, epoch) IN (SELECT room, epoch FROM (${QUIET}) WHERE age > ?)`)
      .run(QUIET_MAX);
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
  record: database.prepare('SELECT record FROM rooms WHERE room = ?'),
  log: database.prepare('SELECT epoch, top, uncounted, bytes FROM logs WHERE room = ?'),
  fork: database.prepare('INSERT INTO forks (room, epoch, after, counted) VALUES (?, ?, ?, ?)'),
  forks: database.prepare('SELECT epoch, after, counted FROM forks WHERE room = ? ORDER BY epoch'),
  find: database.prepare('SELECT seq, entry, uncounted FROM entries WHERE room = ? AND id = ?'),
  insert: database.prepare('INSERT INTO entries (room, seq, id, entry, uncounted) VALUES (?, ?, ?, ?, ?)'),
  amend: database.prepare('UPDATE entries SET entry = ? WHERE room = ? AND id = ?'),
  advance: database.prepare(
    'INSERT INTO logs (room, epoch, top, uncounted, bytes) VALUES (?, ?, ?, ?, ?) ' +
      'ON CONFLICT (room) DO UPDATE SET top = excluded.top, uncounted = excluded.uncounted, bytes = excluded.bytes',
  ),
  weigh: database.prepare('UPDATE logs SET bytes = bytes + ? WHERE room = ?'),
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
