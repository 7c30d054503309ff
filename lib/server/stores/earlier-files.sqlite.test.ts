import Database from 'libsql';
import { expect, it } from 'vitest';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import { CHANGES, NAMED_ANEW, SCHEMA } from '@/lib/server/databases/sqlite/sqlite-schema';
import { createSqliteRoomLog } from '@/lib/server/log/room-log.sqlite';
import { earlierStateOf, roomOf } from '@/lib/server/records/records.contract';
import { createSqliteModeration } from '@/lib/server/records/records.sqlite';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import { makeEarlier } from '@/lib/server/testing/earlier-sqlite-for-tests';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';

const files = new SqliteFiles();
const EPOCH = 1_000;
const room = roomOf('plans');

const storesOf = (database: SqliteDatabase, now = EPOCH) => ({
  log: createSqliteRoomLog({ database, historyLimit: 10, now: () => now }),
  rooms: createSqliteRooms({ database, now: () => now }),
  moderation: createSqliteModeration(database),
});

/** Returns the columns of each table and index. */
function shapeOf(database: SqliteDatabase): string[] {
  const named = database
    .prepare("SELECT name, type FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all() as { name: string; type: 'table' | 'index' }[];
  return named.map(({ name, type }) => {
    const columns = database.pragma(`${type}_info(${name})`) as { name: string }[];
    return `${name}: ${columns.map((column) => column.name).join(', ')}`;
  });
}

/** Returns the shape of a file that had so many changes. */
function shapeAfter(changes: number): string[] {
  const database = new Database(':memory:');
  database.exec(`${SCHEMA} ${CHANGES.slice(0, changes).join(' ')}`);
  const shape = shapeOf(database);
  database.close();
  return shape;
}

it.each([...CHANGES.keys()])(
  '[L8] [M3] [O9] a file that has had %i changes still has all that it holds after the next start and the one after it',
  async (changes) => {
    const file = files.make();
    const before = storesOf(file.database);
    for (const id of ['a', 'b']) await before.log.append('plans', id, `"${id}"`);
    await before.rooms.make(room);
    await before.rooms.addToMyRooms('ada', 'plans');
    makeEarlier(file.database, changes);
    expect(shapeOf(file.database)).toEqual(shapeAfter(changes));
    const { earlier, now } = earlierStateOf('plans');
    const table = changes < NAMED_ANEW ? 'orders' : 'moderation';
    file.database.prepare(`INSERT INTO ${table} (room, record) VALUES (?, ?)`).run('plans', earlier);
    file.close();
    for (let start = 1; start <= 2; start += 1) {
      const { log, rooms, moderation } = storesOf(file.database, EPOCH + start);
      expect(shapeOf(file.database)).toEqual(shapeAfter(CHANGES.length));
      expect((await log.after('plans', 0, 10)).entries).toEqual(['"a"', '"b"']);
      expect(await log.top('plans')).toMatchObject({
        seq: 2,
        counted: 2,
        forks: expect.arrayContaining([{ epoch: EPOCH, after: 0, counted: 0 }]),
      });
      expect(await rooms.find('plans')).toEqual(room);
      expect((await rooms.listOpen())?.rooms).toEqual([room]);
      expect(await rooms.listMyRooms('ada')).toEqual(['plans']);
      expect(await moderation.find('plans')).toEqual(now);
      file.close();
    }
  },
);
