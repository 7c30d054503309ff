import { ChatError } from '@/lib/chat/errors';

/** What is wrong with the database, in words for an operator. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'the database is damaged. Stop the node and restore a backup.'],
  [/^SQLITE_FULL/, 'the disk is full'],
  [/^SQLITE_IOERR/, 'the disk refuses what is written to the database, as a full or a broken one does'],
  [/^SQLITE_(BUSY|LOCKED)/, 'another process has locked the database'],
  [/^SQLITE_READONLY/, 'the database may not be written'],
  [/^SQLITE_CANTOPEN/, 'the database cannot be opened'],
];

/** The code of SQLite's own, '' where it is none of SQLite's. An extended code begins with the plain one. */
export function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string' && cause.code !== '') return cause.code;
  // The library words a file that cannot be opened in another way.
  return /Unable to open connection to local database .*: 14"?\)/.test(cause.message)
    ? 'SQLITE_CANTOPEN'
    : '';
}

export const isDamage = (cause: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(cause));

export function reasonOf(cause: unknown): string {
  const root = cause instanceof ChatError && cause.cause !== undefined ? cause.cause : cause;
  const code = codeOf(root);
  const known = REASONS.find(([pattern]) => pattern.test(code))?.[1];
  return known ?? (root instanceof Error ? root.message : String(root));
}
