import { ChatError } from '@/lib/chat/errors';
import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { openRoomTable } from '@/lib/server/records/records.sqlite';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { createSqliteAdmissions } from './admitted/admissions.sqlite';
import {
  hasPlaceForDirect,
  LISTED_ROOMS_MAX,
  MY_ROOMS_MAX,
  type MyRooms,
  type OpenRooms,
  type Rooms,
} from './rooms';
import { createSqliteRoomUses } from './unused/room-uses.sqlite';

const countOf = (row: unknown): number => (row as { count: number }).count;

export interface SqliteRoomsOptions {
  readonly database: SqliteDatabase;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly listedMax?: number;
}

/** More milliseconds than have passed since 1970: rooms in which nobody has written rank below all others, by age. */
const NEVER = 10 ** 13;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The rooms in one file, for one node. */
export function createSqliteRooms(options: SqliteRoomsOptions): Rooms {
  const { database, now, listedMax = LISTED_ROOMS_MAX } = options;
  const statements = prepare(database);
  const table = openRoomTable(database);
  const uses = createSqliteRoomUses(options);
  /** Kept in memory: nobody else writes to the file. */
  let version = 0;

  /** Lists a room. Rooms beyond the bound give way, first those in which nobody has ever written. */
  function list({ id, kind }: RoomRecord, written?: number): void {
    if (kind !== 'open') return;
    version += 1;
    if (written !== undefined) statements.written.run(written, id);
    else statements.list.run(now() - NEVER, id);
    const excess = countOf(statements.countListed.get()) - listedMax;
    if (excess > 0) statements.unlist.run(id, excess);
  }

  const listing = (store: (room: RoomRecord) => RoomRecord) =>
    writing(database, (room: RoomRecord): RoomRecord => {
      const stored = store(room);
      statements.made.run(room.id);
      list(stored);
      return stored;
    });

  const replace = writing(database, (room: RoomRecord): boolean => {
    version += 1;
    return table.replace(room);
  });

  return {
    ...createSqliteAdmissions(database),
    ...createSqliteMyRooms(options),
    ...uses,
    find: answering((id: string) => table.find(id)),
    make: answering(listing((room) => table.make(room))),
    replace: answering(replace),
    stored: async () => {
      version += 1; // The directory shows the same row.
    },
    restore: answering(listing((room) => table.restore(room))),
    written: answering(writing(database, (room: RoomRecord) => list(room, now()))),
    listOpen: answering((known?: string): OpenRooms | null => {
      if (known === String(version)) return null;
      const listed = statements.listOpen.all() as { readonly record: string }[];
      return {
        version: String(version),
        rooms: listed.map(({ record }) => JSON.parse(record) as RoomRecord),
      };
    }),
  };
}

function createSqliteMyRooms({ database, now }: SqliteRoomsOptions): MyRooms {
  const statements = prepareMyRooms(database);

  const addToMyRooms = writing(database, (memberId: string, id: string): boolean => {
    statements.seen.run(memberId, now());
    const isNew = statements.addToMyRooms.run(memberId, id).changes === 1;
    if (isNew && countOf(statements.countMyRooms.get(memberId)) > MY_ROOMS_MAX) {
      throw new ChatError('rooms_too_many');
    }
    return isNew;
  });

  const idsOfMyRooms = (memberId: string): string[] =>
    (statements.listMyRooms.all(memberId) as { room: string }[]).map(({ room }) => room);

  const noteSeen = writing(database, (memberId: string): void => void statements.seen.run(memberId, now()));

  /** A member who asks for their list has come, which is stored once a day. */
  function listMyRooms(memberId: string): string[] {
    const ids = idsOfMyRooms(memberId);
    const { seen = 0 } = (statements.lastSeen.get(memberId) as { seen: number } | undefined) ?? {};
    if (ids.length > 0 && seen < now() - DAY_MS) {
      try {
        noteSeen(memberId);
      } catch {
        // A store that takes no writes is read all the same.
      }
    }
    return ids;
  }

  const show = writing(database, (memberId: string, id: string): boolean => {
    const myRooms = idsOfMyRooms(memberId);
    if (myRooms.includes(id)) return false;
    if (!hasPlaceForDirect(myRooms)) throw new ChatError('directs_too_many');
    statements.addToMyRooms.run(memberId, id);
    statements.seen.run(memberId, now());
    return true;
  });

  return {
    addToMyRooms: answering(addToMyRooms),
    show: answering(show),
    removeFromMyRooms: answering(
      writing(
        database,
        (memberId: string, id: string) => void statements.removeFromMyRooms.run(memberId, id),
      ),
    ),
    listMyRooms: answering(listMyRooms),
  };
}

const prepare = (database: SqliteDatabase) => ({
  made: database.prepare(
    'UPDATE rooms SET used = MAX(used, COALESCE((SELECT passed FROM uses_clock), 0)) WHERE room = ?',
  ),
  list: database.prepare('UPDATE rooms SET written = ? WHERE room = ? AND written IS NULL'),
  written: database.prepare('UPDATE rooms SET written = ? WHERE room = ?'),
  unlist: database.prepare(
    'UPDATE rooms SET written = NULL WHERE room IN ' +
      '(SELECT room FROM rooms WHERE written IS NOT NULL AND room <> ? ORDER BY written LIMIT ?)',
  ),
  listOpen: database.prepare('SELECT record FROM rooms WHERE written IS NOT NULL'),
  countListed: database.prepare('SELECT COUNT(*) AS count FROM rooms WHERE written IS NOT NULL'),
});

const prepareMyRooms = (database: SqliteDatabase) => ({
  seen: database.prepare(
    'INSERT INTO my_rooms_seen (member, seen) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET seen = excluded.seen',
  ),
  lastSeen: database.prepare('SELECT seen FROM my_rooms_seen WHERE member = ?'),
  addToMyRooms: database.prepare('INSERT INTO my_rooms (member, room) VALUES (?, ?) ON CONFLICT DO NOTHING'),
  removeFromMyRooms: database.prepare('DELETE FROM my_rooms WHERE member = ? AND room = ?'),
  countMyRooms: database.prepare('SELECT COUNT(*) AS count FROM my_rooms WHERE member = ?'),
  listMyRooms: database.prepare('SELECT room FROM my_rooms WHERE member = ?'),
});
