import { setTimeout as pause } from 'node:timers/promises';
import type { DrillRedis } from '../drill-redis';
import type { Fault } from './fault';

const AWAY_MS = 2_000;
const FULL_MS = 5_000;
/** How long people talk after the backup. */
const LATER_MS = 5_000;
const KILLS = 5;
/** Starting takes half a second: all of it takes ten. */
const BETWEEN_KILLS_MS = 1_500;

export const redisFaults = (redis: DrillRedis) => ({
  allKept: killed(redis, 'all kept', 'with everything (appendfsync always)', () => {}),
  secondLost: killed(
    redis,
    'last second lost',
    'without what it wrote in its last second (appendfsync everysec and a power cut)',
    redis.forgetLastSecond,
  ),
  allLost: killed(redis, 'all lost', 'empty (no persistence)', redis.forgetEverything),
  flushed: {
    name: 'Redis flushed',
    story: 'Somebody says FLUSHALL.',
    strike: redis.flush,
  } satisfies Fault,
  outOfMemory: outOfMemory(redis),
  restored: restored(redis),
  killedOften: killedOften(redis),
});

const killed = (redis: DrillRedis, name: string, story: string, forget: () => void): Fault => ({
  name: `Redis killed, ${name}`,
  story: `Redis gets SIGKILL and is started again ${AWAY_MS / 1_000} s later, ${story}.`,
  strike: async () => {
    await redis.kill();
    forget();
    await pause(AWAY_MS);
    await redis.start();
  },
});

const killedOften = (redis: DrillRedis): Fault => ({
  name: 'Redis killed five times',
  story: `Redis gets SIGKILL ${KILLS} times, every ${BETWEEN_KILLS_MS / 1_000} s, and is started again at once, each time without what it wrote in its last second.`,
  strike: async () => {
    for (let count = 0; count < KILLS; count += 1) {
      await redis.kill();
      redis.forgetLastSecond();
      await redis.start();
      await pause(BETWEEN_KILLS_MS);
    }
  },
});

const outOfMemory = (redis: DrillRedis): Fault => ({
  name: 'Redis out of memory',
  story: `Redis has no memory left (maxmemory, noeviction) for ${FULL_MS / 1_000} s: it lives, answers reads, and refuses whatever would write.`,
  strike: async () => {
    await redis.refuseWrites();
    await pause(FULL_MS);
    await redis.takeWrites();
  },
});

const restored = (redis: DrillRedis): Fault => ({
  name: 'Redis restored from a backup',
  story: `Redis is killed ${LATER_MS / 1_000} s after a backup (RDB) and started with that, while the nodes live on.`,
  strike: async () => {
    const backup = await redis.backUp();
    await pause(LATER_MS);
    await redis.kill();
    await redis.restore(backup);
  },
});
