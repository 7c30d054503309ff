import { isLaterMark, type ReadMark } from '@/lib/chat/unread';
import { onceADay } from '@/lib/server/databases/sqlite/once-a-day';
import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { MARKED_ROOMS_MAX, MARKS_KEEP_MS, type ReadMarks } from './read-marks';

export interface SqliteReadMarksOptions {
  readonly database: SqliteDatabase;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The read marks in one file, for one node. Marks that nobody has raised for too long are deleted once a day. */
export function createSqliteReadMarks({ database, now }: SqliteReadMarksOptions): ReadMarks {
  const statements = prepare(database);
  const forget = onceADay(now, () => void statements.forget.run(now() - MARKS_KEEP_MS));

  const raise = writing(database, (memberId: string, room: string, mark: ReadMark): ReadMark => {
    forget();
    const stored = statements.one.get(memberId, room) as ReadMark | undefined;
    if (stored && !isLaterMark(mark, stored)) return { epoch: stored.epoch, number: stored.number };
    statements.raise.run(memberId, room, mark.epoch, mark.number, now());
    if (!stored) statements.bound.run(memberId, room, MARKED_ROOMS_MAX - 1);
    return mark;
  });

  return {
    raise: answering(raise),
    all: answering((memberId: string) => {
      const rows = statements.all.all(memberId) as (ReadMark & { readonly room: string })[];
      return new Map(rows.map(({ room, epoch, number }) => [room, { epoch, number }]));
    }),
  };
}

const prepare = (database: SqliteDatabase) => ({
  one: database.prepare('SELECT epoch, number FROM read_marks WHERE member = ? AND room = ?'),
  all: database.prepare('SELECT room, epoch, number FROM read_marks WHERE member = ?'),
  raise: database.prepare(
    'INSERT INTO read_marks (member, room, epoch, number, raised) VALUES (?, ?, ?, ?, ?) ' +
      'ON CONFLICT (member, room) DO UPDATE ' +
      'SET epoch = excluded.epoch, number = excluded.number, raised = excluded.raised',
  ),
  /** Keeps the newest marks beside the one that was just raised. */
  bound: database.prepare(
    'DELETE FROM read_marks WHERE member = ?1 AND room <> ?2 AND room NOT IN (' +
      'SELECT room FROM read_marks WHERE member = ?1 AND room <> ?2 ORDER BY raised DESC LIMIT ?3)',
  ),
  forget: database.prepare('DELETE FROM read_marks WHERE raised < ?'),
});
