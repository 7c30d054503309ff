import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';

/** What takes back each of the changes of sqlite-schema.ts, as far as a test needs it; in their order. */
const BACK = [
  '',
  'DROP INDEX abouts_by_written; ALTER TABLE abouts DROP COLUMN written;',
  'ALTER TABLE names DROP COLUMN passing;',
  'DROP TABLE forks;',
  'ALTER TABLE admitted DROP COLUMN how;',
  `ALTER TABLE rooms DROP COLUMN bytes; DROP INDEX abouts_by_used; ALTER TABLE abouts DROP COLUMN used;
   DROP TABLE followers; DROP TABLE uses_clock;`,
];

/** Makes a file what it was when it had had so many changes. */
export function makeEarlier(database: SqliteDatabase, changes: number): void {
  database.exec(`${BACK.slice(changes).reverse().join(' ')} PRAGMA user_version = ${changes}`);
}
