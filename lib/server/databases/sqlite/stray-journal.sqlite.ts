import { closeSync, existsSync, openSync, readSync, renameSync } from 'node:fs';
import type { SqliteDatabase } from './sqlite-database';

/** How often a journal may have started over since the file was marked: its salt grows by one each time. */
const BEGINNINGS_MAX = 2 ** 24;

const WAL_VERSION = 2;

/** See https://sqlite.org/fileformat.html#the_write_ahead_log. */
const JOURNAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * Sets aside a journal that belongs to another file: if somebody replaces a database by a copy and leaves the journal there,
 * SQLite would make a mixture of both. Must be called before the file is opened, because closing it anywhere in this process
 * gives up SQLite's locks.
 * @returns the journal's new path, and a function that puts it back; `undefined` if there is no journal, or it is this file's
 */
export function setStrayJournalAside(path: string): { aside: string; putBack: () => void } | undefined {
  const journal = `${path}-wal`;
  const salt = numberAt(journal, 16);
  const mark = numberAt(path, 68);
  if (salt === undefined || mark === undefined) return undefined;
  // A copy made by VACUUM has never had a journal.
  const hasHadJournals = ((numberAt(path, 16) ?? 0) & 0xff) === WAL_VERSION;
  const beginnings = (salt - mark) >>> 0;
  // A file that an earlier version wrote has no mark.
  const isOwn = mark === 0 || beginnings < BEGINNINGS_MAX || markIn(journal, salt) === mark;
  if (hasHadJournals && isOwn) return undefined;
  const aside = `${journal}-of-another-file-${salt.toString(16)}`;
  renameSync(journal, aside);
  return { aside, putBack: () => renameSync(aside, journal) };
}

/** Marks a file by its journal, so that {@link setStrayJournalAside} knows that they belong together. */
export function markByJournal(database: SqliteDatabase, path: string): void {
  // Starts a journal with a salt of its own, unless it continues the existing one.
  database.exec('BEGIN IMMEDIATE; PRAGMA application_id = 1; COMMIT;');
  database.pragma(`application_id = ${(numberAt(`${path}-wal`, 16) ?? 0) | 0}`);
  database.pragma('wal_checkpoint(TRUNCATE)');
}

/** Returns the mark of the file that another program had open, which started a journal with a salt of its own. */
function markIn(journal: string, salt: number): number | undefined {
  const frameBytes = FRAME_HEADER_BYTES + (numberAt(journal, 8) ?? 0);
  let mark: number | undefined;
  for (let at = JOURNAL_HEADER_BYTES; numberAt(journal, at + 8) === salt; at += frameBytes) {
    // The mark is in the first page.
    if (numberAt(journal, at) === 1) mark = numberAt(journal, at + FRAME_HEADER_BYTES + 68);
  }
  return mark;
}

/** Returns the four bytes at an offset in a file, `undefined` if it has none there. */
function numberAt(path: string, offset: number): number | undefined {
  if (!existsSync(path)) return undefined;
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return readSync(file, bytes, 0, 4, offset) < 4 ? undefined : bytes.readUInt32BE(0);
  } finally {
    closeSync(file);
  }
}
