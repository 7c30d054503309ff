import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { type Admission, type Admissions, type AdmissionsPage, admittedAgain } from './admissions';

interface Row {
  readonly member: string;
  /** JSON of the rest; NULL for a member whom an earlier version let in. */
  readonly how: string | null;
}

const toAdmission = ({ member, how }: Row): Admission => ({
  ...((how === null ? {} : JSON.parse(how)) as Omit<Admission, 'id'>),
  id: member,
});

/** Who may enter private rooms, in one file, for one node. */
export function createSqliteAdmissions(database: SqliteDatabase): Admissions {
  const statements = prepare(database);

  function admissionOf(room: string, memberId: string): Admission | undefined {
    const row = statements.find.get(room, memberId) as Row | undefined;
    return row && toAdmission(row);
  }

  const put = (room: string, { id, ...how }: Admission) => {
    statements.put.run(room, id, JSON.stringify(how));
  };

  const hasLink = (room: string, link: string): boolean => {
    const row = statements.room.get(room) as { readonly record: string } | undefined;
    return row !== undefined && (JSON.parse(row.record) as { invite?: string }).invite === link;
  };

  const admit = writing(database, (room: string, admission: Admission, link?: string): boolean => {
    if (link !== undefined && !hasLink(room, link)) return false;
    put(room, admittedAgain(admissionOf(room, admission.id), admission));
    return true;
  });

  const readmit = writing(database, (room: string, admission: Admission): void => {
    if (admissionOf(room, admission.id) === undefined) put(room, admission);
  });

  const nameAdmitted = writing(database, (room: string, member: { id: string; name: string }): void => {
    const before = admissionOf(room, member.id);
    if (before !== undefined) put(room, { ...before, name: member.name });
  });

  const revokeUpTo = writing(database, (room: string, memberIds: readonly string[], link: number) =>
    memberIds.filter((memberId) => {
      const by = admissionOf(room, memberId)?.by;
      const stays = typeof by === 'number' && by > link;
      return !stays && statements.revoke.run(room, memberId).changes === 1;
    }),
  );

  function listAdmitted(room: string, after: string, limit: number): AdmissionsPage {
    const { count } = statements.count.get(room) as { readonly count: number };
    const rows = statements.list.all(room, after, limit) as Row[];
    const last = rows.at(-1)?.member;
    const isCut = last !== undefined && rows.length === limit;
    return { count, admissions: rows.map(toAdmission), ...(isCut ? { after: last } : {}) };
  }

  return {
    admit: answering(admit),
    readmit: answering(readmit),
    nameAdmitted: answering(nameAdmitted),
    revoke: answering(
      writing(database, (room: string, memberId: string) => void statements.revoke.run(room, memberId)),
    ),
    revokeUpTo: answering(revokeUpTo),
    admissionOf: answering(admissionOf),
    listAdmitted: answering(listAdmitted),
  };
}

const prepare = (database: SqliteDatabase) => ({
  find: database.prepare('SELECT member, how FROM admitted WHERE room = ? AND member = ?'),
  put: database.prepare(
    'INSERT INTO admitted (room, member, how) VALUES (?, ?, ?) ON CONFLICT (room, member) DO UPDATE SET how = excluded.how',
  ),
  room: database.prepare('SELECT record FROM rooms WHERE room = ?'),
  revoke: database.prepare('DELETE FROM admitted WHERE room = ? AND member = ?'),
  count: database.prepare('SELECT COUNT(*) AS count FROM admitted WHERE room = ?'),
  list: database.prepare(
    'SELECT member, how FROM admitted WHERE room = ? AND member > ? ORDER BY member LIMIT ?',
  ),
});
