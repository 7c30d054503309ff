import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { askRedis } from '@/scripts/cluster/ask-redis';
import { freePort } from '@/scripts/cluster/free-port';
import { type RunningRedis, startRedis } from '@/scripts/cluster/start-redis';
import { temporaryFolder } from '@/scripts/cluster/temporary-folder';
import { watchJournal } from './redis-journal';

const ASK_EVERY_MS = 20;

/** Less than Redis needs to live, so that nothing is left for writes. */
const NO_MEMORY = '1mb';

const DUMP = 'dump.rdb';

/** A Redis that can be killed, and can forget meanwhile what its persistence would have let it forget. */
export interface DrillRedis {
  readonly url: string;
  readonly port: number;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Forgets what it wrote in the last second before it was killed: `appendfsync everysec` and a power cut. */
  forgetLastSecond(): void;
  /** Forgets everything, as if it had never persisted anything. */
  forgetEverything(): void;
  flush(): Promise<void>;
  /** Refuses writes, as if there were no memory left. */
  refuseWrites(): Promise<void>;
  takeWrites(): Promise<void>;
  /** Returns the path of a copy of what it has now. */
  backUp(): Promise<string>;
  /** Starts it with that copy instead of what it had, as deploy/README.md says. */
  restore(backup: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startDrillRedis(): Promise<DrillRedis> {
  const port = await freePort();
  const dir = temporaryFolder('redis');
  const backups = temporaryFolder('redis-backup');
  const start = (appendonly = true) => startRedis({ port, dir, appendonly, args: ['--loglevel', 'warning'] });
  const tell = async (command: string) => {
    const answer = await askRedis(port, command);
    if (!answer.startsWith('+OK')) throw new Error(`Redis answers ${command} with ${answer.trim()}`);
  };
  const forgetEverything = () => {
    for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true });
  };
  const journal = watchJournal(dir);
  let redis: RunningRedis = await start();
  return {
    url: redis.url,
    port,
    kill: async () => {
      journal.stop();
      await redis.kill();
    },
    start: async () => {
      redis = await start();
      journal.start();
    },
    forgetLastSecond: journal.forgetLastSecond,
    forgetEverything,
    flush: () => tell('FLUSHALL'),
    refuseWrites: () => tell(`CONFIG SET maxmemory-policy noeviction maxmemory ${NO_MEMORY}`),
    takeWrites: () => tell('CONFIG SET maxmemory 0'),
    backUp: async () => {
      await tell('SAVE');
      const backup = join(backups, `${Date.now()}.rdb`);
      copyFileSync(join(dir, DUMP), backup);
      rmSync(join(dir, DUMP));
      return backup;
    },
    restore: async (backup) => {
      forgetEverything();
      copyFileSync(backup, join(dir, DUMP));
      // With `appendonly yes` from the start, it would not read the copy.
      redis = await start(false);
      await tell('CONFIG SET appendonly yes');
      while (!(await hasWritten(port))) await pause(ASK_EVERY_MS);
      await redis.stop();
      redis = await start();
      journal.start();
    },
    stop: async () => {
      journal.stop();
      await redis.stop();
    },
  };
}

/** Returns whether it has an append-only file, after it was told to keep one. */
async function hasWritten(port: number): Promise<boolean> {
  const persistence = await askRedis(port, 'INFO persistence');
  return ['aof_rewrite_in_progress:0', 'aof_rewrite_scheduled:0'].every((line) => persistence.includes(line));
}
