import { pino } from 'pino';
import { type Config, readConfig } from '@/lib/server/config/config';
import { appendOptions } from '@/lib/server/log/logged-entry';
import { openStores } from '@/lib/server/stores/open-stores';
import type { Stores } from '@/lib/server/stores/stores';
import { startRedis } from '@/scripts/cluster/start-redis';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';
import { inParallel } from '../in-parallel';
import { Latencies } from '../latency';
import { entryOf } from '../numbered-entry';
import type { HoldPart } from '../part';
import { count, milliseconds } from '../report/table';

const IN_FLIGHT = 64;
const MEASURE_MS = 3_000;
const ROOM = 'bench';

interface Kind {
  readonly name: string;
  open(): Promise<{ readonly config: Config; close(): Promise<unknown> }>;
}

const KINDS: readonly Kind[] = [
  {
    name: 'SQLite, each flushed to disk',
    open: async () => {
      const dataDir = temporaryFolder('bench');
      return { config: readConfig({ DATA_DIR: dataDir }), close: async () => removeFolder(dataDir) };
    },
  },
  { name: 'Redis, appendfsync always', open: () => openRedis('always') },
  { name: 'Redis, appendfsync everysec', open: () => openRedis('everysec') },
];

async function openRedis(fsync: 'always' | 'everysec') {
  const redis = await startRedis({ appendonly: true, args: ['--appendfsync', fsync] });
  return { config: readConfig({ REDIS_URL: redis.url }), close: redis.stop };
}

/** Measures how many entries a store takes, with as many under way as a busy node has. */
export const measureAppend: HoldPart = async ({ tell }) => {
  const rows: string[][] = [];
  for (const { name, open } of KINDS) {
    tell(name);
    const { config, close } = await open();
    const stores = await openStores(config, pino({ level: 'silent' }));
    const { appends, latencies } = await appendFor(MEASURE_MS, stores);
    const { p50, p99 } = latencies.summary();
    rows.push([name, count((appends * 1_000) / MEASURE_MS), milliseconds(p50), milliseconds(p99)]);
    stores.close();
    await close();
  }
  const title = `Append: one process, ${IN_FLIGHT} entries on their way at any time`;
  return { tables: [{ title, headings: ['store', 'appends/s', 'p50', 'p99'], rows }] };
};

async function appendFor(ms: number, { log }: Stores) {
  const latencies = new Latencies();
  const until = performance.now() + ms;
  let appends = 0;
  await inParallel(IN_FLIGHT, IN_FLIGHT, async () => {
    while (performance.now() < until) {
      const began = performance.now();
      const logged = entryOf(appends);
      await log.append(ROOM, logged.entry.id, logged.stored, appendOptions(logged));
      appends += 1;
      latencies.record(performance.now() - began);
    }
  });
  return { appends, latencies };
}
