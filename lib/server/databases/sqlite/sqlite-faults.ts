import { ChatError } from '@/lib/chat/errors';

/** What is wrong with the database, in words for an operator. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_(CORRUPT|NOTADB)/, 'the database is damaged. Stop the node and restore a backup.'],
  [/^SQLITE_FULL/, 'the disk is full'],
  [/^SQLITE_IOERR/, 'the disk refuses writes to the database: it may be full or broken'],
  [/^SQLITE_(BUSY|LOCKED)/, 'another process has locked the database'],
  [/^SQLITE_READONLY/, 'the database is not writable'],
  [/^SQLITE_CANTOPEN/, 'the database cannot be opened'],
];

/** Returns SQLite's error code, '' if the error is not SQLite's. An extended code begins with the plain one. */
export function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string' && cause.code !== '') return cause.code;
  // If a file cannot be opened, the library uses words of its own.
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
