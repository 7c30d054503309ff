import { type Cluster, Redis } from 'ioredis';
import { ChatError } from '@/lib/chat/errors';
import { withDeadline } from '@/lib/server/config/deadline';

/** How long a node waits for an answer before it considers Redis away. */
export const REDIS_DEADLINE_MS = 3_000;

/** One server, or a cluster whose client finds the right server: both take the same commands. */
export type RedisCommands = Redis | Cluster;

/**
 * Commands to Redis over one connection. It repeats none by itself: after a loss, only the caller knows whether it may be
 * repeated.
 */
export interface Asking {
  /**
   * Returns the answer to `command`. Rejects with `store_unavailable` if the connection is lost or the answer takes too long;
   * the command may have taken effect or not.
   */
  ask<T>(command: (redis: RedisCommands) => Promise<T>): Promise<T>;
  /**
   * Returns the name of the run of the server that answers: another run may have forgotten something. Empty if Redis does not
   * tell (some managed services forbid INFO), '?' if each script asks by itself.
   */
  serverRun(): Promise<string>;
}

/** A connection, and commands over it. */
export interface Link {
  readonly redis: RedisCommands;
  readonly asking: Asking;
}

/** @param runAskedBy who asks for the run of the server: the connection once, or each script */
export function createAsking(
  redis: RedisCommands,
  runAskedBy: 'connection' | 'script' = 'connection',
): Asking {
  const losses = new Set<(error: Error) => void>();
  const gatherWrites = createGathering(redis);
  let run: Promise<string> | undefined;

  redis.on('close', () => {
    run = undefined;
    for (const reject of losses) reject(new Error('the connection to Redis was lost'));
    losses.clear();
  });
  async function ask<T>(command: (redis: RedisCommands) => Promise<T>): Promise<T> {
    let reject: (error: Error) => void = () => {};
    const lost = new Promise<never>((_, onLost) => {
      reject = onLost;
    });
    losses.add(reject);
    gatherWrites();
    try {
      return await withDeadline(Promise.race([command(redis), lost]), REDIS_DEADLINE_MS);
    } finally {
      losses.delete(reject);
    }
  }

  return {
    ask,
    serverRun: async () => {
      if (runAskedBy === 'script') return '?';
      if (redis.status !== 'ready') throw new ChatError('store_unavailable');
      // Asked over the connection that uses it, and again if it was not answered.
      run ??= ask(askForRun);
      const asked = run;
      try {
        return await asked;
      } catch (error) {
        if (run === asked) run = undefined;
        throw error;
      }
    },
  };
}

/**
 * Sends the commands of one turn of the event loop in one write, because each write is a system call. A cluster sends them as
 * they come.
 */
function createGathering(redis: RedisCommands): () => void {
  let isGathering = false;
  return () => {
    if (isGathering || !(redis instanceof Redis) || redis.status !== 'ready') return;
    isGathering = true;
    const { stream } = redis;
    stream.cork();
    setImmediate(() => {
      isGathering = false;
      stream.uncork();
    });
  };
}

async function askForRun(redis: RedisCommands): Promise<string> {
  try {
    return /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1] ?? '';
  } catch (error) {
    if (error instanceof Error && /NOPERM|unknown command/i.test(error.message)) return '';
    throw error;
  }
}
