import { type RunningRedis, startRedis } from '@/scripts/cluster/start-redis';
import type { ChatSystem, StartSystem } from './systems/chat-system';
import { startConcord } from './systems/concord';
import { startPlain } from './systems/plain';

/** A system under measurement: its two nodes, and a Redis of its own. */
export interface Site {
  readonly system: ChatSystem;
  readonly redis: RunningRedis;
  stop(): Promise<void>;
}

export const SYSTEMS: readonly StartSystem[] = [startConcord, startPlain];

/** Redis persists as it does by default if it persists at all: flushed to disk once a second. */
const startBenchRedis = (): Promise<RunningRedis> =>
  startRedis({ appendonly: true, args: ['--appendfsync', 'everysec', '--loglevel', 'warning'] });

export async function startSite(
  start: StartSystem,
  env: Readonly<Record<string, string>> = {},
): Promise<Site> {
  const redis = await startBenchRedis();
  const system = await start(redis.url, env);
  return {
    system,
    redis,
    stop: async () => {
      await system.stop();
      await redis.stop();
    },
  };
}
