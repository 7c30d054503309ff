import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openSqlite, type Sqlite } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

/** SQLite files of a suite's own, which are closed and removed when its tests are over. */
export class SqliteFiles {
  readonly #files: SqliteFile[] = [];

  constructor() {
    afterAll(() => {
      for (const { close, directory } of this.#files.splice(0)) {
        close();
        removeFolder(directory);
      }
    });
  }

  /** Another one, in a folder of its own. */
  make(): SqliteFile {
    const file = new SqliteFile();
    this.#files.push(file);
    return file;
  }
}

class SqliteFile {
  readonly directory = temporaryFolder('sqlite');
  readonly path = join(this.directory, 'concord.sqlite');
  /** What an operator was told at its starts. */
  readonly warnings: string[] = [];
  #sqlite: Sqlite | undefined;

  /** As a node has it open: for the first time, or once more after {@link close}. */
  get database(): SqliteDatabase {
    this.#sqlite ??= openSqlite(this.directory, (sentence) => this.warnings.push(sentence));
    return this.#sqlite.database;
  }

  readonly close = (): void => {
    this.#sqlite?.close();
    this.#sqlite = undefined;
  };
}
