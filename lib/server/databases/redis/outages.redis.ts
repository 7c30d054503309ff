import type { Logger } from 'pino';
import type { RedisCommands } from './asking.redis';
import { reasonOf } from './reasons.redis';

/** Often enough to show an operator that the node still tries, and rare enough not to fill the log. */
const TELL_EVERY_MS = 30_000;

const CLOSED_BEFORE_READY = 'it closes each connection before it answers';

/** Logs the state of a node's connections to Redis, which come and go together: one line for all of them. */
export interface OutageLog {
  watch(redis: RedisCommands): void;
  /**
   * Until this is called, nothing is logged: an error that ends the start says everything itself. `why` Redis is away, if it
   * is.
   */
  started(why?: string): void;
}

/**
 * Logs one line when Redis goes, one now and then while it is away, and one when it is back, however many attempts that takes.
 */
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
