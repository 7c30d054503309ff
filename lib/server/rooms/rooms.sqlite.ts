import { ChatError } from '@/lib/chat/errors';
import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { openRoomTable } from '@/lib/server/records/records.sqlite';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { createSqliteAdmissions } from './admitted/admissions.sqlite';
import {
  FOLLOWED_ROOMS_MAX,
  type FollowedRooms,
  hasPlaceForDirect,
  LISTED_ROOMS_MAX,
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

/** More milliseconds than have passed since 1970: a room in which nobody has written is listed below all others, by age. */
const NEVER = 10 ** 13;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The rooms in one file, for one node. */
export function createSqliteRooms(options: SqliteRoomsOptions): Rooms {
  const { database, now, listedMax = LISTED_ROOMS_MAX } = options;
  const statements = prepare(database);
  const table = openRoomTable(database);
  const uses = createSqliteRoomUses(options);
  /** Nobody else writes in the file. */
  let version = 0;

  /** Whatever else is listed beyond what there is place for gives way, those first in which nobody has ever written. */
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
    ...createSqliteFollowedRooms(options),
    ...uses,
    find: answering((id: string) => table.find(id)),
    make: answering(listing((room) => table.make(room))),
    replace: answering(replace),
    stored: async () => {
      version += 1; // The directory reads the same row.
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

function createSqliteFollowedRooms({ database, now }: SqliteRoomsOptions): FollowedRooms {
  const statements = prepareFollowed(database);

  const follow = writing(database, (memberId: string, id: string): boolean => {
    statements.seen.run(memberId, now());
    const isNew = statements.follow.run(memberId, id).changes === 1;
    if (isNew && countOf(statements.countFollowed.get(memberId)) > FOLLOWED_ROOMS_MAX) {
      throw new ChatError('rooms_too_many');
    }
    return isNew;
  });

  const idsFollowed = (memberId: string): string[] =>
    (statements.listFollowed.all(memberId) as { room: string }[]).map(({ room }) => room);

  const noteSeen = writing(database, (memberId: string): void => void statements.seen.run(memberId, now()));

  /** Whoever asks for it has come, which is written down once a day. */
  function listFollowed(memberId: string): string[] {
    const ids = idsFollowed(memberId);
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
    const followed = idsFollowed(memberId);
    if (followed.includes(id)) return false;
    if (!hasPlaceForDirect(followed)) throw new ChatError('directs_too_many');
    statements.follow.run(memberId, id);
    statements.seen.run(memberId, now());
    return true;
  });

  return {
    follow: answering(follow),
    show: answering(show),
    unfollow: answering(
      writing(database, (memberId: string, id: string) => void statements.unfollow.run(memberId, id)),
    ),
    listFollowed: answering(listFollowed),
  };
}

const prepare = (database: SqliteDatabase) => ({
  made: database.prepare(
    'UPDATE abouts SET used = MAX(used, COALESCE((SELECT passed FROM uses_clock), 0)) WHERE room = ?',
  ),
  list: database.prepare('UPDATE abouts SET written = ? WHERE room = ? AND written IS NULL'),
  written: database.prepare('UPDATE abouts SET written = ? WHERE room = ?'),
  unlist: database.prepare(
    'UPDATE abouts SET written = NULL WHERE room IN ' +
      '(SELECT room FROM abouts WHERE written IS NOT NULL AND room <> ? ORDER BY written LIMIT ?)',
  ),
  listOpen: database.prepare('SELECT record FROM abouts WHERE written IS NOT NULL'),
  countListed: database.prepare('SELECT COUNT(*) AS count FROM abouts WHERE written IS NOT NULL'),
});

const prepareFollowed = (database: SqliteDatabase) => ({
  seen: database.prepare(
    'INSERT INTO followers (member, seen) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET seen = excluded.seen',
  ),
  lastSeen: database.prepare('SELECT seen FROM followers WHERE member = ?'),
  follow: database.prepare('INSERT INTO followed (member, room) VALUES (?, ?) ON CONFLICT DO NOTHING'),
  unfollow: database.prepare('DELETE FROM followed WHERE member = ? AND room = ?'),
  countFollowed: database.prepare('SELECT COUNT(*) AS count FROM followed WHERE member = ?'),
  listFollowed: database.prepare('SELECT room FROM followed WHERE member = ?'),
});
