import { expect, it } from 'vitest';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import { SqliteFiles } from '@/lib/server/testing/sqlite-for-tests';
import { describeOrders, orderOf, roomOf } from './records.contract';
import { createSqliteModeration } from './records.sqlite';

const files = new SqliteFiles();

describeOrders('SQLite', async () => {
  const { database } = files.make();
  const orders = createSqliteModeration(database);
  return {
    orders,
    otherNode: orders,
    rooms: createSqliteRooms({ database, now: Date.now }),
  };
});

it('[M3] [O8] what an earlier version stored is changed on, and stored in the same form', async () => {
  const { database } = files.make();
  const [room, order] = [roomOf('old', { revision: 3 }), orderOf('old', { revision: 12 })];
  database
    .prepare('INSERT INTO abouts (room, kind, revision, record, written, used) VALUES (?, ?, ?, ?, 5, 6)')
    .run('old', 'open', 3, JSON.stringify(room));
  database.prepare('INSERT INTO orders (room, record) VALUES (?, ?)').run('old', JSON.stringify(order));
  const orders = createSqliteModeration(database);
  const rooms = createSqliteRooms({ database, now: Date.now });
  expect([await rooms.find('old'), await orders.find('old')]).toEqual([room, order]);
  const [next, changed] = [
    { ...room, title: 'Given', revision: 4 },
    { ...order, revision: 13 },
  ];
  expect(await orders.replace(changed, { seen: room, next })).toBe(true);
  expect(database.prepare('SELECT room, kind, revision, record, written, used FROM abouts').all()).toEqual([
    { room: 'old', kind: 'open', revision: 4, record: JSON.stringify(next), written: 5, used: 6 },
  ]);
  expect(database.prepare('SELECT * FROM orders').all()).toEqual([
    { room: 'old', record: JSON.stringify(changed) },
  ]);
});
