import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openSqlite, type Sqlite } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

/** SQLite files of one suite, which are closed and removed after its tests. */
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

  /** Makes another one, in a folder of its own. */
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

  /** The database as a node opens it: for the first time, or again after {@link close}. */
  get database(): SqliteDatabase {
    this.#sqlite ??= openSqlite(this.directory, (sentence) => this.warnings.push(sentence));
    return this.#sqlite.database;
  }

  readonly close = (): void => {
    this.#sqlite?.close();
    this.#sqlite = undefined;
  };
}
