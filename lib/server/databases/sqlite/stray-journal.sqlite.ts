import { closeSync, existsSync, openSync, readSync, renameSync } from 'node:fs';
import type { SqliteDatabase } from './sqlite-database';

/** How often a journal may have begun anew since the file was marked: its salt grows by one each time. */
const BEGINNINGS_MAX = 2 ** 24;

const WAL_VERSION = 2;

/** As https://sqlite.org/fileformat.html#the_write_ahead_log has them. */
const JOURNAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * Sets the journal aside that another file has left: whoever puts a copy in the place of a database and leaves the journal
 * there would get a mixture of both. To be called before the file is opened: closing it anywhere in this process gives up
 * the locks of SQLite.
 * @returns where it is now, and the way back; `undefined` where the journal, if there is one, is that of this file
 */
export function setStrayJournalAside(path: string): { aside: string; putBack: () => void } | undefined {
  const journal = `${path}-wal`;
  const salt = numberAt(journal, 16);
  const mark = numberAt(path, 68);
  if (salt === undefined || mark === undefined) return undefined;
  // A copy that VACUUM made has never had a journal.
  const hasHadJournals = ((numberAt(path, 16) ?? 0) & 0xff) === WAL_VERSION;
  const beginnings = (salt - mark) >>> 0;
  // What an earlier version wrote has no mark.
  const isOwn = mark === 0 || beginnings < BEGINNINGS_MAX || markIn(journal, salt) === mark;
  if (hasHadJournals && isOwn) return undefined;
  const aside = `${journal}-of-another-file-${salt.toString(16)}`;
  renameSync(journal, aside);
  return { aside, putBack: () => renameSync(aside, journal) };
}

/** Marks a file by its journal, so that {@link setStrayJournalAside} knows that they belong together. */
export function markByJournal(database: SqliteDatabase, path: string): void {
  // Begins a journal, and with a salt of its own unless it goes on with the one that is there.
  database.exec('BEGIN IMMEDIATE; PRAGMA application_id = 1; COMMIT;');
  database.pragma(`application_id = ${(numberAt(`${path}-wal`, 16) ?? 0) | 0}`);
  database.pragma('wal_checkpoint(TRUNCATE)');
}

/** The mark of the file that another program had open, which began a journal with a salt of its own. */
function markIn(journal: string, salt: number): number | undefined {
  const frameBytes = FRAME_HEADER_BYTES + (numberAt(journal, 8) ?? 0);
  let mark: number | undefined;
  for (let at = JOURNAL_HEADER_BYTES; numberAt(journal, at + 8) === salt; at += frameBytes) {
    // The mark stands in the first page.
    if (numberAt(journal, at) === 1) mark = numberAt(journal, at + FRAME_HEADER_BYTES + 68);
  }
  return mark;
}

/** The four bytes of a file there, `undefined` where it has none. */
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
