import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { MY_ROOMS_KEEP_MS, type RoomKeep, type RoomUses } from './room-uses';

export interface SqliteRoomUsesOptions {
  readonly database: SqliteDatabase;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface Unused {
  readonly used: number;
  readonly top: number;
  readonly blockers: number;
}

/** How many entries go in one step, during which the node stands still. */
const STEP_ENTRIES = 500;

/** The uses of rooms in one file, for one node. */
export function createSqliteRoomUses({ database, now }: SqliteRoomUsesOptions): RoomUses {
  const statements = prepare(database);
  const passedMs = () => (statements.clock.get() as Clock | undefined)?.passed ?? 0;

  const isUnused = (id: string, { emptyMs, writtenMs }: RoomKeep): boolean => {
    const row = statements.room.get(id) as Unused | undefined;
    // A block is for good, whether anybody comes or not.
    if (row === undefined || row.blockers > 0) return false;
    const keepMs = row.top === 0 ? emptyMs : writtenMs;
    return keepMs !== null && passedMs() - row.used >= keepMs;
  };

  /** Returns whether the room is gone now; `undefined` if there is more of it to delete. */
  const endStep = answering(
    writing(database, (id: string, keep: RoomKeep): boolean | undefined => {
      if (!isUnused(id, keep)) return false;
      if (statements.dropEntries.run(id, id, STEP_ENTRIES).changes === STEP_ENTRIES) return undefined;
      for (const statement of statements.ends) statement.run(id);
      return true;
    }),
  );

  async function end(id: string, keep: RoomKeep): Promise<boolean> {
    for (;;) {
      const isEnded = await endStep(id, keep);
      if (isEnded !== undefined) return isEnded;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const pass = writing(database, (maxMs: number): void => {
    const { passed = 0, at = now() } = (statements.clock.get() as Clock | undefined) ?? {};
    statements.pass.run(passed + Math.max(0, Math.min(now() - at, maxMs)), now());
  });

  const forgetMyRooms = writing(database, (): void => {
    for (const statement of statements.forgetMyRooms) statement.run(now() - MY_ROOMS_KEEP_MS);
  });

  const listUnused = answering(({ emptyMs, writtenMs }: RoomKeep): { room: string }[] => {
    const passed = passedMs();
    return statements.unused.all(passed - emptyMs, passed - (writtenMs ?? Number.MAX_SAFE_INTEGER)) as {
      room: string;
    }[];
  });

  return {
    used: answering(writing(database, (id: string) => void statements.used.run(passedMs(), id))),
    passTime: answering(pass),
    endUnused: async (keep, isKept) => {
      await answering(forgetMyRooms)();
      const ended: string[] = [];
      for (const { room } of await listUnused(keep)) {
        if (!isKept(room) && (await end(room, keep))) ended.push(room);
      }
      return ended;
    },
  };
}

interface Clock {
  readonly passed: number;
  readonly at: number;
}

const TOP = 'COALESCE((SELECT top FROM logs WHERE logs.room = rooms.room), 0)';

const BLOCKERS = "COALESCE(json_array_length(record, '$.blockedBy'), 0)";

const prepare = (database: SqliteDatabase) => ({
  clock: database.prepare('SELECT passed, at FROM uses_clock'),
  pass: database.prepare(
    'INSERT INTO uses_clock (id, passed, at) VALUES (1, ?, ?) ' +
      'ON CONFLICT (id) DO UPDATE SET passed = excluded.passed, at = excluded.at',
  ),
  used: database.prepare('UPDATE rooms SET used = MAX(used, ?) WHERE room = ?'),
  room: database.prepare(`SELECT used, ${TOP} AS top, ${BLOCKERS} AS blockers FROM rooms WHERE room = ?`),
  unused: database.prepare(
    `SELECT room FROM rooms WHERE used <= ?1 AND ${TOP} = 0 OR used <= ?2 AND ${TOP} > 0 ORDER BY used`,
  ),
  dropEntries: database.prepare(
    'DELETE FROM entries WHERE room = ? AND seq IN (SELECT seq FROM entries WHERE room = ? ORDER BY seq LIMIT ?)',
  ),
  ends: [
    'DELETE FROM logs WHERE room = ?',
    'DELETE FROM forks WHERE room = ?',
    'DELETE FROM moderation WHERE room = ?',
    'DELETE FROM admitted WHERE room = ?',
    'DELETE FROM my_rooms WHERE room = ?',
    'DELETE FROM read_marks WHERE room = ?',
    'DELETE FROM rooms WHERE room = ?',
  ].map((statement) => database.prepare(statement)),
  forgetMyRooms: [
    'DELETE FROM my_rooms WHERE member IN (SELECT member FROM my_rooms_seen WHERE seen < ?)',
    'DELETE FROM my_rooms_seen WHERE seen < ?',
  ].map((statement) => database.prepare(statement)),
});
