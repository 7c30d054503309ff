import type { Logger } from 'pino';
import type { RedisCommands } from './asking.redis';
import { reasonOf } from './reasons.redis';

/** Somebody who watches sees that the node still tries, and a log is not filled by it. */
const TELL_EVERY_MS = 30_000;

const CLOSED_BEFORE_READY = 'it closes each connection before it answers';

/** What a node says of its connections to Redis, which come and go together: a line for all, and none for each. */
export interface OutageLog {
  watch(redis: RedisCommands): void;
  /** Up to here nothing is said: what ends a start says so itself. `why` it is away, where it is. */
  started(why?: string): void;
}

/** One line when Redis goes, one now and then while it is away, and one when it is back, however many attempts lie between. */
export function createOutageLog(logger: Logger, tellEveryMs = TELL_EVERY_MS): OutageLog {
  const watched: RedisCommands[] = [];
  const away = new Set<RedisCommands>();
  let isStarting = true;
  let reason = '';
  let wentAt = 0;
  let telling: ReturnType<typeof setInterval> | undefined;

  const tell = () => {
    const seconds = Math.round((performance.now() - wentAt) / 1_000);
    logger.warn(`Redis has been away for ${seconds} s (${reason}); trying again`);
  };
  const begin = () => {
    wentAt = performance.now();
    logger.warn(`Redis is away (${reason}); trying again`);
    telling = setInterval(tell, tellEveryMs).unref();
  };
  const gone = (redis: RedisCommands, why: string) => {
    reason = why;
    away.add(redis);
    if (telling === undefined) begin();
  };
  const back = (redis: RedisCommands, isClosed = false) => {
    if (!away.delete(redis) || away.size > 0) return;
    clearInterval(telling);
    telling = undefined;
    if (!isClosed) logger.info('Redis is back');
  };

  return {
    watch: (redis) => {
      watched.push(redis);
      redis.on('error', (error: Error) => {
        if (!isStarting) gone(redis, reasonOf(error));
      });
      let wasReady = false;
      redis.on('close', () => {
        if (redis.status === 'end') back(redis, true);
        else if (!away.has(redis) && !isStarting) {
          gone(redis, wasReady ? 'the connection was lost' : CLOSED_BEFORE_READY);
        }
      });
      redis.on('ready', () => {
        wasReady = true;
        back(redis);
      });
    },
    started: (why) => {
      isStarting = false;
      const late = watched.filter(({ status }) => status !== 'ready');
      if (why !== undefined) for (const redis of late) gone(redis, why);
    },
  };
}
