import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { MAGIC } from './sqlite-checks';
import { DatabaseFault } from './sqlite-faults';

/** The files of an open database, which others can delete or overwrite without the process that has it open being told. */
export class DatabaseFile {
  readonly #path: string;
  readonly #opened: ReadonlyMap<string, Stats>;
  /**
   * Kept open for as long as the database is: if a process closes a file in any way, it loses all its locks on it, including
   * those of SQLite.
   */
  readonly #file: number;
  readonly #bytes: () => number;
  readonly #header = Buffer.alloc(MAGIC.length);
  #largest = 0;

  /**
   * @param path of a database that has just been opened
   * @param bytes the size that SQLite believes the database has
   */
  constructor(path: string, bytes: () => number) {
    this.#path = path;
    this.#bytes = bytes;
    this.#file = openSync(path, 'r');
    // The journal too: what is acknowledged is written there first.
    const parts = [path, `${path}-wal`];
    this.#opened = new Map(parts.map((part) => [part, statSync(part)]));
  }

  /** @throws DatabaseFault if the next start would not find what is written now */
  check(): void {
    for (const [path, opened] of this.#opened) {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined) {
        throw new DatabaseFault(
          `${path} was deleted while this node had it open. Put it back, or restart the node without it.`,
        );
      }
      if (found.ino !== opened.ino || found.dev !== opened.dev) {
        throw new DatabaseFault(
          `another file replaced ${path} while this node had it open. Restart the node.`,
        );
      }
    }
    const { size } = fstatSync(this.#file);
    readSync(this.#file, this.#header, 0, MAGIC.length, 0);
    if (this.#header.toString('latin1') !== MAGIC || (size < this.#largest && this.#isCutShort(size))) {
      throw new DatabaseFault(
        `${this.#path} was overwritten or cut short while this node had it open. Stop the node and restore a backup.`,
      );
    }
    this.#largest = size;
  }

  /** Nothing of ours makes it smaller; somebody else's VACUUM does, and SQLite knows of that. */
  #isCutShort(size: number): boolean {
    try {
      return this.#bytes() > size;
    } catch {
      return true;
    }
  }

  /** To be called after the database was closed. */
  close(): void {
    closeSync(this.#file);
  }
}
