import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '@/scripts/cluster/free-port';
import { type RunningRedis, startRedis } from '@/scripts/cluster/start-redis';
import { temporaryFolder } from '@/scripts/cluster/temporary-folder';

const SAMPLE_MS = 50;
const LOST_MS = 1_000;

/** A Redis that can be killed, and can forget meanwhile what its persistence would have let it forget. */
export interface DrillRedis {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** What it wrote within a second before it was killed: `appendfsync everysec` when the power goes. */
  forgetLastSecond(): void;
  /** Everything: it was never told to write. */
  forgetEverything(): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDrillRedis(): Promise<DrillRedis> {
  const port = await freePort();
  const dir = temporaryFolder('redis');
  const start = () => startRedis({ port, dir, appendonly: true, args: ['--loglevel', 'warning'] });
  const journal = watchJournal(dir);
  let redis: RunningRedis = await start();
  return {
    url: redis.url,
    kill: async () => {
      journal.stop();
      await redis.kill();
    },
    start: async () => {
      redis = await start();
      journal.start();
    },
    forgetLastSecond: journal.forgetLastSecond,
    forgetEverything: () => {
      for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true });
    },
    flush: async () => {
      const connection = new Redis(redis.url);
      await connection.flushall();
      connection.disconnect();
    },
    stop: async () => {
      journal.stop();
      await redis.stop();
    },
  };
}

/** Knows how long Redis's journal was a second ago. A killed process alone loses nothing that it has written. */
function watchJournal(dir: string) {
  let samples: { readonly at: number; readonly size: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    const path = journalIn(dir);
    if (path === null) return;
    samples.push({ at: Date.now(), size: statSync(path).size });
    samples = samples.filter(({ at }) => at > Date.now() - 3 * LOST_MS);
  };
  const start = () => {
    samples = [];
    timer = setInterval(look, SAMPLE_MS);
  };
  start();
  return {
    start,
    stop: () => clearInterval(timer),
    forgetLastSecond: () => {
      const path = journalIn(dir);
      const kept = samples.findLast(({ at }) => at <= Date.now() - LOST_MS);
      if (path === null || kept === undefined) throw new Error(`Redis has kept no journal in ${dir}.`);
      truncateSync(path, Math.min(kept.size, statSync(path).size));
    },
  };
}

/** The newest part of the append-only file: Redis 7 keeps its parts in a folder. */
function journalIn(dir: string): string | null {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(\.incr)?\.aof$/.test(name),
  );
  const newest = names
    .map((name) => join(dir, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return newest[0] ?? null;
}
