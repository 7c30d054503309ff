import { setTimeout as pause } from 'node:timers/promises';
import type { DrillRedis } from '../drill-redis';
import type { Fault } from './fault';

const AWAY_MS = 2_000;

export function redisFaults(redis: DrillRedis) {
  const killed = (name: string, story: string, forget: () => void): Fault => ({
    name: `Redis killed, ${name}`,
    story: `Redis gets SIGKILL and is started again ${AWAY_MS / 1_000} s later, ${story}.`,
    strike: async () => {
      await redis.kill();
      forget();
      await pause(AWAY_MS);
      await redis.start();
    },
  });
  return {
    allKept: killed('all kept', 'with everything (appendfsync always)', () => {}),
    secondLost: killed(
      'last second lost',
      'without what it wrote in its last second (appendfsync everysec and a power cut)',
      redis.forgetLastSecond,
    ),
    allLost: killed('all lost', 'empty (no persistence)', redis.forgetEverything),
    flushed: {
      name: 'Redis flushed',
      story: 'Somebody says FLUSHALL.',
      strike: redis.flush,
    } satisfies Fault,
  };
}
