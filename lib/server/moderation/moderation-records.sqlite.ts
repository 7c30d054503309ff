import { answering, writing } from '@/lib/server/databases/sqlite/sqlite';
import type { SqliteDatabase } from '@/lib/server/databases/sqlite/sqlite-database';
import type { RoomOrder, RoomStep } from '@/lib/server/records/moderation-record';
import type { Orders } from './moderation-records';

interface Row {
  readonly record: string;
}

/** How order is kept in one file, for one node. */
export function createSqliteOrders(database: SqliteDatabase): Orders {
  const statements = {
    find: database.prepare('SELECT record FROM orders WHERE room = ?'),
    put: database.prepare(
      'INSERT INTO orders (room, record) VALUES (?, ?) ON CONFLICT (room) DO UPDATE SET record = excluded.record',
    ),
    findRoom: database.prepare('SELECT revision FROM abouts WHERE room = ?'),
    putRoom: database.prepare('UPDATE abouts SET revision = ?, record = ? WHERE room = ?'),
  };
  const isSeen = ({ room }: RoomOrder, step: RoomStep): boolean => {
    const row = statements.findRoom.get(room) as { readonly revision: number } | undefined;
    return (row?.revision ?? 0) === step.seen.revision;
  };
  function find(room: string): RoomOrder | undefined {
    const row = statements.find.get(room) as Row | undefined;
    return row && (JSON.parse(row.record) as RoomOrder);
  }
  const replace = writing(database, (order: RoomOrder, step?: RoomStep): boolean => {
    if ((find(order.room)?.revision ?? 0) !== order.revision - 1) return false;
    if (step !== undefined && !isSeen(order, step)) return false;
    statements.put.run(order.room, JSON.stringify(order));
    const next = step?.next;
    if (next !== undefined) statements.putRoom.run(next.revision, JSON.stringify(next), next.id);
    return true;
  });
  const restore = writing(database, (order: RoomOrder): RoomOrder => {
    const found = find(order.room);
    if (found !== undefined && found.revision >= order.revision) return found;
    statements.put.run(order.room, JSON.stringify(order));
    return order;
  });
  return { find: answering(find), restore: answering(restore), replace: answering(replace) };
}
