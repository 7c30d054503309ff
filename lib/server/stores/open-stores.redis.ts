import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { withDeadline } from '../deadline';
import { connectRedis, type RedisSettings } from '../redis';
import { StartError } from '../start-error';
import { keepCanary } from './canary.redis';
import { checkRedis, refusalOf } from './check-redis.redis';
import type { Stores } from './open-stores';
import { createRedisPresence } from './presence.redis';
import { createRedisRoomLog } from './room-log.redis';

export interface RedisStoresOptions {
  readonly url: string;
  readonly settings?: RedisSettings;
  /** Unique for each start of a node. */
  readonly node: string;
  readonly historyLimit: number;
  readonly logger: Logger;
}

/** What Socket.IO makes of the connections; only it looks inside. */
export type SignalsAdapter = ReturnType<typeof createAdapter>;

/** How long a start waits for Redis; then the node starts, is not ready, and goes on trying. */
const START_WAIT_MS = 5_000;
const READY_DEADLINE_MS = 1_000;

export async function openRedisStores(options: RedisStoresOptions): Promise<Stores> {
  const { url, settings, node, historyLimit, logger } = options;
  const { commands, asking, appends, entries, signals, ready, close } = connectRedis(url, logger, settings);
  let refusal: string | undefined;
  const note = (error: Error) => {
    refusal ??= refusalOf(error);
  };
  commands.on('error', note).on('sentinelError', note);
  await ready(START_WAIT_MS);
  try {
    if (commands.status === 'ready') await checkRedis(asking);
    else if (refusal !== undefined) throw new StartError(refusal);
  } catch (error) {
    close();
    throw error;
  }
  const canary = keepCanary({
    links: [{ redis: commands, asking }, ...(appends.redis === commands ? [] : [appends])],
    subscriber: entries,
    node,
    logger,
  });
  const secretKey = (name: string) => `concord:secret:${name}`;
  return {
    log: createRedisRoomLog({ commands, asking, appends, subscriber: entries, historyLimit }),
    presence: createRedisPresence({ commands, asking, node }),
    secret: async (name, proposal) => {
      await asking.ask(() => commands.set(secretKey(name), proposal, 'NX'));
      return (await asking.ask(() => commands.get(secretKey(name)))) ?? proposal;
    },
    isReachable: async () => {
      try {
        return canary.isHeard() && (await withDeadline(commands.ping(), READY_DEADLINE_MS)) === 'PONG';
      } catch {
        return false;
      }
    },
    adapter: createAdapter(unrejecting(commands, logger), unrejecting(signals, logger)),
    close: () => {
      canary.stop();
      close();
    },
  };
}

/**
 * The same client, whose commands cannot end the process: the adapter drops their promises, and a dropped promise that
 * rejects is an unhandled rejection. What it carries may be lost.
 */
function unrejecting(redis: Redis, logger: Logger): Redis {
  const noted = (error: unknown) => logger.debug({ err: error }, 'a signal was lost');
  return new Proxy(redis, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const answer: unknown = value.apply(target, args);
        if (answer instanceof Promise) answer.catch(noted);
        return answer;
      };
    },
  });
}
