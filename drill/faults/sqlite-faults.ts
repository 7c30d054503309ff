import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'libsql';
import type { Fault } from './fault';

const AWAY_MS = 2_000;
/** How long people talk after the backup. */
const LATER_MS = 5_000;

export const sqliteNodeKilled: Fault = {
  name: 'SQLite: node killed',
  story: `The only node, which keeps everything in SQLite, gets SIGKILL and is started again ${AWAY_MS / 1_000} s later.`,
  strike: async (cluster) => {
    await cluster.node(0).kill();
    await pause(AWAY_MS);
    await cluster.restartNode(0);
  },
};

/** As deploy/README.md says. */
export const sqliteRestored = (dataDir: string): Fault => ({
  name: 'SQLite restored from a backup',
  story: `The only node is stopped ${LATER_MS / 1_000} s after a backup, and started with that. What was acknowledged meanwhile is gone by intention, and nobody may show it.`,
  strike: async (cluster, witness) => {
    const file = join(dataDir, 'concord.sqlite');
    const backup = join(dataDir, 'backup.sqlite');
    const then = witness.now();
    backUp(file, backup);
    await pause(LATER_MS);
    await cluster.node(0).stop();
    witness.releaseSince(then);
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    copyFileSync(backup, file);
    await cluster.restartNode(0);
  },
});

function backUp(file: string, backup: string): void {
  const database = new Database(file);
  database.exec(`VACUUM INTO '${backup}'`);
  database.close();
}
