import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { type ModerationState, type ModerationStore, parseModeration } from './moderation-state';
import type { Revised, Step } from './records';
import type { RoomRecord } from './room-record';

interface Kind<R> {
  readonly table: string;
  readonly idOf: (record: R) => string;
  readonly parse: (record: string) => R;
  /** The fields of a record that have a column of their own as well. */
  readonly columns: readonly (keyof R & string)[];
}

/** The records of one kind in one file, for one node. Whatever writes runs in a transaction, see {@link writing}. */
class RecordTable<R extends Revised> {
  readonly #kind: Kind<R>;
  readonly #find;
  readonly #put;

  constructor(database: SqliteDatabase, kind: Kind<R>) {
    const { table, columns } = kind;
    const names = ['room', 'record', ...columns];
    const changes = names.slice(1).map((name) => `${name} = excluded.${name}`);
    this.#kind = kind;
    this.#find = database.prepare(`SELECT record FROM ${table} WHERE room = ?`);
    this.#put = database.prepare(
      `INSERT INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()}) ` +
        `ON CONFLICT (room) DO UPDATE SET ${changes.join()}`,
    );
  }

  find(id: string): R | undefined {
    const row = this.#find.get(id) as { readonly record: string } | undefined;
    return row && this.#kind.parse(row.record);
  }

  /** Returns whether the stored record has the revision that was seen. */
  isSeen(seen: R): boolean {
    return this.#revisionOf(seen) === seen.revision;
  }

  make(record: R): R {
    return this.replace(record) ? record : (this.find(this.#kind.idOf(record)) ?? record);
  }

  replace(record: R): boolean {
    const isNext = this.#revisionOf(record) === record.revision - 1;
    if (isNext) this.#write(record);
    return isNext;
  }

  restore(record: R): R {
    const found = this.find(this.#kind.idOf(record));
    if (found !== undefined && found.revision >= record.revision) return found;
    this.#write(record);
    return record;
  }

  #revisionOf(record: R): number {
    return this.find(this.#kind.idOf(record))?.revision ?? 0;
  }

  #write(record: R): void {
    const { idOf, columns } = this.#kind;
    this.#put.run(idOf(record), JSON.stringify(record), ...columns.map((name) => record[name]));
  }
}

export const openRoomTable = (database: SqliteDatabase) =>
  new RecordTable<RoomRecord>(database, {
    table: 'rooms',
    idOf: ({ id }) => id,
    parse: (record) => JSON.parse(record),
    columns: ['kind', 'revision'],
  });

/** The moderation of the rooms in one file, for one node. */
export function createSqliteModeration(database: SqliteDatabase): ModerationStore {
  const rooms = openRoomTable(database);
  const states = new RecordTable<ModerationState>(database, {
    table: 'moderation',
    idOf: ({ room }) => room,
    parse: parseModeration,
    columns: [],
  });
  const replace = (state: ModerationState, step?: Step<RoomRecord>): boolean => {
    if (step?.next !== undefined && step.next.revision !== step.seen.revision + 1)
      throw new RangeError('the next room does not have the revision after the one that was seen');
    if (step !== undefined && !rooms.isSeen(step.seen)) return false;
    if (!states.replace(state)) return false;
    if (step?.next !== undefined) rooms.replace(step.next);
    return true;
  };
  return {
    find: answering((room: string) => states.find(room)),
    make: answering(writing(database, (state: ModerationState) => states.make(state))),
    replace: answering(writing(database, replace)),
    restore: answering(writing(database, (state: ModerationState) => states.restore(state))),
  };
}
