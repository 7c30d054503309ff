import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { ChatError } from '@/lib/chat/errors';
import { type Asking, createAsking } from './asking.redis';

/** The way in for entries. */
export interface Appends {
  readonly redis: Redis;
  readonly asking: Asking;
  /** How many replicas must have an entry before it is acknowledged. */
  readonly replicas: number;
  /**
   * Resolves once `replicas` replicas have whatever this connection wrote and was answered before the call. Rejects with
   * `store_unavailable` where they do not have it in time: they may get it later, or never.
   */
  replicated(): Promise<void>;
}

/** Well under the deadline of who asks, which may have waited behind another round. */
const WAIT_MS = 1_000;

/**
 * @param redis a connection of its own where `replicas` is not 0: WAIT holds up whatever follows it.
 */
export function createAppends(redis: Redis, replicas: number, logger: Logger): Appends {
  const asking = createAsking(redis);
  const note = noteOutages(replicas, logger);
  let waiting: Promise<void> | undefined;

  async function wait(): Promise<void> {
    const count = await asking.ask(() => redis.wait(replicas, WAIT_MS));
    note(count);
    if (count < replicas) throw new ChatError('store_unavailable');
  }

  return {
    redis,
    asking,
    replicas,
    replicated: () => {
      if (replicas === 0) return Promise.resolve();
      // Answers come in the order of the questions: a WAIT that is not answered yet was sent behind all that is.
      waiting ??= wait().finally(() => {
        waiting = undefined;
      });
      return waiting;
    },
  };
}

/** One line when replicas are missing, and one when they are back. */
function noteOutages(replicas: number, logger: Logger): (count: number) => void {
  let isMissing = false;
  return (count) => {
    if (count < replicas === isMissing) return;
    isMissing = !isMissing;
    if (isMissing)
      logger.warn({ replicas: count, wanted: replicas }, 'too few replicas; nothing is acknowledged');
    else logger.info('there are enough replicas again');
  };
}
