import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import type { Secrets } from './secrets';

/** One node has one secret, which is stored with everything else. */
export function createSqliteSecrets(database: SqliteDatabase): Secrets {
  const find = database.prepare("SELECT value FROM secrets WHERE name = 'session'");
  const add = database.prepare("INSERT INTO secrets (name, value) VALUES ('session', ?)");
  const found = () => find.all() as { value: string }[];
  const make = writing(database, (value: string) => {
    if (found().length === 0) add.run(value);
  });
  return {
    exchange: answering((known, proposal) => {
      if (found().length === 0) make((known[0] ?? proposal).value);
      return found().map(({ value }) => ({ value, madeAt: 0 }));
    }),
  };
}
