import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '@/lib/server/databases/sqlite/sqlite';
import { createSqliteRoomLog } from '@/lib/server/log/room-log.sqlite';

/**
 * A process that appends a number of messages like a node, makes a copy, and ends or is killed. It has to be a process, because
 * the library closes a file only with its process.
 */
const [directory = '', prefix, count, copy, end] = process.argv.slice(2);
const { database, close } = openSqlite(directory);
const log = createSqliteRoomLog({ database, historyLimit: 1_000, now: Date.now });
for (let index = 0; index < Number(count); index++) {
  const id = `${prefix}${index}`;
  await log.append('lobby', id, `"${id}"`);
}
if (copy === 'VACUUM INTO') database.exec(`VACUUM INTO '${join(directory, 'copy.sqlite')}'`);
if (end === 'killed') process.kill(process.pid, 'SIGKILL');
close();
if (copy === 'cp') copyFileSync(join(directory, 'concord.sqlite'), join(directory, 'copy.sqlite'));
