import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { createSqliteRooms } from '@/lib/server/rooms/rooms.sqlite';
import { describeOrders } from './moderation-records.contract';
import { createSqliteOrders } from './moderation-records.sqlite';

describeOrders('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const orders = createSqliteOrders(database);
  return {
    orders,
    otherNode: orders,
    rooms: createSqliteRooms({ database, now: Date.now }),
    close: async () => {
      close();
      rmSync(directory, { recursive: true });
    },
  };
});
