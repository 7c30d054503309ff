import type { ChildProcess } from 'node:child_process';
import { freePort } from '@/scripts/cluster/free-port';
import { type RedisOptions, type RunningRedis, startRedis } from '@/scripts/cluster/start-redis';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

export interface RedisForTests {
  readonly url: string;
  readonly port: number;
  /** The present process: {@link restart} replaces it. */
  readonly process: ChildProcess;
  /** Ends it, and removes the folder that was made for it. */
  stop(): Promise<void>;
  /** SIGKILL: whatever it did not write is lost. */
  kill(): Promise<void>;
  /** Freezes it: connections stay open and get no answer until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same port and folder; ends it cleanly first, unless it was killed. */
  restart(): Promise<void>;
}

/** A real Redis of the test's own. It keeps nothing across a restart unless `appendonly` is set. */
export async function startRedisForTests(
  options: Pick<RedisOptions, 'appendonly' | 'dir' | 'args'> = {},
): Promise<RedisForTests> {
  const port = await freePort();
  const dir = options.dir ?? temporaryFolder('redis');
  const start = (): Promise<RunningRedis> => startRedis({ ...options, port, dir });
  let redis = await start();
  return {
    url: redis.url,
    port,
    get process() {
      return redis.process;
    },
    stop: async () => {
      await redis.stop();
      if (options.dir === undefined) removeFolder(dir);
    },
    kill: async () => void (await redis.kill()),
    pause: () => void redis.process.kill('SIGSTOP'),
    resume: () => void redis.process.kill('SIGCONT'),
    restart: async () => {
      await redis.stop();
      redis = await start();
    },
  };
}
