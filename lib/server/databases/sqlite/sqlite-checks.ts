import {
  accessSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import type Database from 'libsql';
import { StartError } from '@/lib/server/config/start-error';
import { codeOf, isDamage, reasonOf } from './sqlite-faults';

/** Reading all of a larger file would delay the start; damage there shows when it is read. */
const WHOLE_CHECK_MAX_BYTES = 512 * 1_024 * 1_024;

/** See https://sqlite.org/fileformat.html#the_database_header. */
const HEADER_BYTES = 100;
export const MAGIC = 'SQLite format 3\0';
const PAGE_BYTES_AT = 16;
const CHANGES_AT = 24;
const PAGES_AT = 28;
/** The change counter for which the page count is valid. */
const COUNTED_AT = 92;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Checks what is there before SQLite does, which would take an emptied file for a new one, and delete its journal.
 * @throws StartError
 */
export function checkPlace(directory: string, path: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw startErrorOf(path, cause);
  }
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === false) {
    throw new StartError(
      `${path} is not a file, but the store should be there. Move it away, or set DATA_DIR.`,
    );
  }
  const journal = `${path}-wal`;
  if (found === undefined && sizeOf(journal) > 0) {
    throw new StartError(
      `${path} is missing, and its journal ${journal} is still there. Put the file back, or restore a backup; ` +
        'delete the journal to start with no history.',
    );
  }
  if (found?.size === 0) {
    throw new StartError(
      `${path} is empty (0 bytes): whatever it held is lost. Restore a backup, or delete it to start with no history.`,
    );
  }
  if (found === undefined) return;
  checkWritable(path);
  if (!isWhole(path, found.size, sizeOf(journal) > 0)) throw damaged(path);
}

function checkWritable(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch {
    throw new StartError(
      `${path} cannot be read and written by this user. Change its owner or its permissions, or set DATA_DIR.`,
    );
  }
}

/**
 * Checks what SQLite accepts: it takes a few bytes for an empty database, and pads a last page that ends too early with zeros.
 * What is missing in the file may be in the journal.
 */
function isWhole(path: string, size: number, hasJournal: boolean): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  readSync(file, header);
  closeSync(file);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return false;
  const pageBytes = header.readUInt16BE(PAGE_BYTES_AT);
  const isCountKnown = header.readUInt32BE(CHANGES_AT) === header.readUInt32BE(COUNTED_AT);
  if (hasJournal || !isCountKnown) return true;
  // 64 KB do not fit into two bytes, and are stored as 1.
  return size >= header.readUInt32BE(PAGES_AT) * (pageBytes === 1 ? 65_536 : pageBytes);
}

/** Checks that it is a database of ours, and whole. @throws StartError, and what SQLite throws */
export function checkContents(path: string, database: InstanceType<typeof Database>, newest: number): void {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  // Every version has this table. What a newer one calls the others is not known here.
  const columns = (database.pragma('table_info(entries)') as { name: string }[]).map(({ name }) => name);
  const isOurs = ['room', 'seq', 'id', 'entry'].every((column) => columns.includes(column));
  if (tables.length > 0 && !isOurs) {
    throw new StartError(`${path} is the database of another program. Move it away, or set DATA_DIR.`);
  }
  const [{ user_version: version }] = database.pragma('user_version') as [{ user_version: number }];
  if (version > newest) {
    throw new StartError(
      `${path} was written by a newer version of Concord. Start that one, or restore a backup of this one.`,
    );
  }
  if (sizeOf(path) > WHOLE_CHECK_MAX_BYTES) return;
  const [{ quick_check: found }] = database.pragma('quick_check(1)') as [{ quick_check: string }];
  if (found !== 'ok') throw damaged(path);
}

/** The path without links, so that everybody who reaches the file locks it by the same path. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // It does not exist yet.
  }
}

const damaged = (path: string) =>
  new StartError(
    `${path} is damaged, or not a database. Restore a backup, or move it away to start with no history.`,
  );

/** Returns why the store cannot be used, in a sentence for the person who started the node. */
export function startErrorOf(path: string, cause: unknown): StartError {
  if (cause instanceof StartError) return cause;
  if (isDamage(cause)) return damaged(path);
  if (/^SQLITE_(BUSY|LOCKED)/.test(codeOf(cause))) {
    return new StartError(`Another process has ${path} locked. End it, or set DATA_DIR to another folder.`);
  }
  return new StartError(
    `The store at ${path} cannot be opened: ${reasonOf(cause)}. Set DATA_DIR to a folder that this user can write.`,
    { cause },
  );
}
