import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOrders } from './orders.contract';
import { createSqliteOrders } from './orders.sqlite';
import { createSqliteRooms } from './rooms.sqlite';
import { openSqlite } from './sqlite';

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
