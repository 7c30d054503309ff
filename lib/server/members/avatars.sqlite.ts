import { onceADay } from '@/lib/server/databases/sqlite/once-a-day';
import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import type { Avatars } from './avatars';

export interface SqliteAvatarsOptions {
  readonly database: SqliteDatabase;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The addresses of the pictures, in one file, for one node. Expired ones are deleted once a day. */
export function createSqliteAvatars({ database, now }: SqliteAvatarsOptions): Avatars {
  const statements = prepare(database);
  const forget = onceADay(now, () => void statements.forget.run(now()));
  return {
    set: answering(
      writing(database, (memberId: string, url: string, keepMs: number) => {
        forget();
        statements.set.run(memberId, url, now() + keepMs);
      }),
    ),
    remove: answering(writing(database, (memberId: string) => void statements.remove.run(memberId))),
    find: answering((memberId: string) => {
      const found = statements.find.get(memberId, now()) as { readonly url: string } | undefined;
      return found?.url ?? null;
    }),
  };
}

const prepare = (database: SqliteDatabase) => ({
  set: database.prepare('INSERT OR REPLACE INTO avatars (member, url, ends) VALUES (?, ?, ?)'),
  remove: database.prepare('DELETE FROM avatars WHERE member = ?'),
  find: database.prepare('SELECT url FROM avatars WHERE member = ? AND ends > ?'),
  forget: database.prepare('DELETE FROM avatars WHERE ends <= ?'),
});
