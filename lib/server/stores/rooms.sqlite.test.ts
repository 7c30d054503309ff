import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRooms } from './rooms.contract';
import { createSqliteRooms } from './rooms.sqlite';
import { openSqlite } from './sqlite';

describeRooms('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'concord-'));
  const { database, close } = openSqlite(directory);
  const rooms = createSqliteRooms(database);
  return {
    rooms,
    otherNode: rooms,
    close: async () => {
      close();
      rmSync(directory, { recursive: true });
    },
  };
});
