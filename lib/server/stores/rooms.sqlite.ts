import { ChatError } from '@/lib/chat/errors';
import { FOLLOWED_ROOMS_MAX, hasPlaceForDirect, OPEN_ROOMS_MAX, type RoomRecord, type Rooms } from './rooms';
import { answering, type SqliteDatabase, writing } from './sqlite';

interface Row {
  readonly record: string;
}

const parse = ({ record }: Row): RoomRecord => JSON.parse(record) as RoomRecord;

const countOf = (row: unknown): number => (row as { count: number }).count;

/** The rooms in one file, for one node. */
export function createSqliteRooms(database: SqliteDatabase): Rooms {
  const statements = prepare(database);
  function find(id: string): RoomRecord | undefined {
    const row = statements.find.get(id) as Row | undefined;
    return row && parse(row);
  }

  const make = writing(database, (room: RoomRecord): RoomRecord => {
    const known = find(room.id);
    if (known !== undefined) return known;
    if (room.kind === 'open' && countOf(statements.countOpen.get()) >= OPEN_ROOMS_MAX) {
      throw new ChatError('rooms_too_many');
    }
    statements.make.run(room.id, room.kind, room.revision, JSON.stringify(room));
    return room;
  });

  const follow = writing(database, (memberId: string, id: string): boolean => {
    const isNew = statements.follow.run(memberId, id).changes === 1;
    if (isNew && countOf(statements.countFollowed.get(memberId)) > FOLLOWED_ROOMS_MAX) {
      throw new ChatError('rooms_too_many');
    }
    return isNew;
  });

  const listFollowed = (memberId: string): string[] =>
    (statements.listFollowed.all(memberId) as { room: string }[]).map(({ room }) => room);

  const show = writing(database, (memberId: string, id: string): boolean => {
    const followed = listFollowed(memberId);
    if (followed.includes(id)) return false;
    if (!hasPlaceForDirect(followed)) throw new ChatError('directs_too_many');
    statements.follow.run(memberId, id);
    return true;
  });

  return {
    make: answering(make),
    replace: answering((room: RoomRecord) => {
      const { changes } = statements.replace.run(
        room.revision,
        JSON.stringify(room),
        room.id,
        room.revision - 1,
      );
      return changes === 1;
    }),
    restore: answering((room: RoomRecord) => {
      statements.restore.run(room.id, room.kind, room.revision, JSON.stringify(room));
      return find(room.id) ?? room;
    }),
    find: answering(find),
    listOpen: answering(() => (statements.listOpen.all() as Row[]).map(parse)),
    admit: answering((id: string, memberId: string) => void statements.admit.run(id, memberId)),
    expel: answering((id: string, memberId: string) => void statements.expel.run(id, memberId)),
    isAdmitted: answering(
      (id: string, memberId: string) => statements.isAdmitted.get(id, memberId) !== undefined,
    ),
    follow: answering(follow),
    show: answering(show),
    unfollow: answering((memberId: string, id: string) => void statements.unfollow.run(memberId, id)),
    listFollowed: answering(listFollowed),
  };
}

const prepare = (database: SqliteDatabase) => ({
  find: database.prepare('SELECT record FROM abouts WHERE room = ?'),
  make: database.prepare('INSERT INTO abouts (room, kind, revision, record) VALUES (?, ?, ?, ?)'),
  replace: database.prepare('UPDATE abouts SET revision = ?, record = ? WHERE room = ? AND revision = ?'),
  restore: database.prepare(
    'INSERT INTO abouts (room, kind, revision, record) VALUES (?, ?, ?, ?) ON CONFLICT (room) DO UPDATE ' +
      'SET revision = excluded.revision, record = excluded.record WHERE excluded.revision > abouts.revision',
  ),
  listOpen: database.prepare("SELECT record FROM abouts WHERE kind = 'open'"),
  countOpen: database.prepare("SELECT COUNT(*) AS count FROM abouts WHERE kind = 'open'"),
  admit: database.prepare('INSERT INTO admitted (room, member) VALUES (?, ?) ON CONFLICT DO NOTHING'),
  expel: database.prepare('DELETE FROM admitted WHERE room = ? AND member = ?'),
  isAdmitted: database.prepare('SELECT 1 FROM admitted WHERE room = ? AND member = ?'),
  follow: database.prepare('INSERT INTO followed (member, room) VALUES (?, ?) ON CONFLICT DO NOTHING'),
  unfollow: database.prepare('DELETE FROM followed WHERE member = ? AND room = ?'),
  countFollowed: database.prepare('SELECT COUNT(*) AS count FROM followed WHERE member = ?'),
  listFollowed: database.prepare('SELECT room FROM followed WHERE member = ?'),
});
