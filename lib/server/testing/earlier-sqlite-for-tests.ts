import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import type { CHANGES } from '@/lib/server/databases/sqlite/sqlite-schema';

type ForEach<Changes extends readonly unknown[]> = { readonly [Place in keyof Changes]: string };

/** Reverts each of the changes in sqlite-schema.ts, as far as a test needs it, in their order. */
const BACK: ForEach<typeof CHANGES> = [
  'ALTER TABLE rooms DROP COLUMN uncounted; ALTER TABLE entries DROP COLUMN uncounted;',
  'DROP INDEX abouts_by_written; ALTER TABLE abouts DROP COLUMN written;',
  'ALTER TABLE names DROP COLUMN passing;',
  'DROP TABLE forks;',
  'ALTER TABLE admitted DROP COLUMN how;',
  `ALTER TABLE rooms DROP COLUMN bytes; DROP INDEX abouts_by_used; ALTER TABLE abouts DROP COLUMN used;
   DROP TABLE followers; DROP TABLE uses_clock;`,
  `ALTER TABLE my_rooms_seen RENAME TO followers; ALTER TABLE my_rooms RENAME TO followed;
   ALTER TABLE moderation RENAME TO orders; DROP INDEX rooms_by_used; DROP INDEX rooms_by_written;
   ALTER TABLE rooms RENAME TO abouts; CREATE INDEX abouts_by_written ON abouts (written) WHERE written IS NOT NULL;
   CREATE INDEX abouts_by_used ON abouts (used); ALTER TABLE logs RENAME TO rooms;`,
];

/** Turns a file into what it was after this many changes. */
export function makeEarlier(database: SqliteDatabase, changes: number): void {
  database.exec(`${BACK.slice(changes).reverse().join(' ')} PRAGMA user_version = ${changes}`);
}
