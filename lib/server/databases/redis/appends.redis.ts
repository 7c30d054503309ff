import { ChatError } from '@/lib/chat/errors';
import type { Asking } from './asking.redis';
import type { Script } from './script.redis';

/** The connection over which entries are appended. */
export interface Appends {
  /** How many replicas must have an entry before it is acknowledged. */
  readonly replicas: number;
  /**
   * Runs a script that appends; `argsOf` takes the run of the server, see epoch.lua. Resolves to the answer once `replicas`
   * replicas have what it wrote. Rejects with `store_unavailable` if Redis does not answer, or the replicas do not have it in
   * time: they may get it later, or never.
   */
  append(script: Script, keys: readonly string[], argsOf: (run: string) => ScriptArgs): Promise<unknown>;
}

type ScriptArgs = Parameters<Script>[2];

/** Well below the caller's deadline, as the append may have waited behind another round. */
const WAIT_MS = 1_000;

/** @param asking uses a connection of its own unless `replicas` is 0: WAIT holds up whatever follows it */
export function createAppends(asking: Asking, replicas: number): Appends {
  let waiting: Promise<void> | undefined;
  const over = () => {
    waiting = undefined;
  };

  async function wait(): Promise<void> {
    const count = await asking.ask((redis) => {
      const answer = redis.wait(replicas, WAIT_MS);
      // In the very turn of the answer: whatever is answered after it was sent after it.
      answer.then(over, over);
      return answer;
    });
    if (count >= replicas) return;
    const cause = new Error(
      `only ${count} of ${replicas} replicas have what was written (REDIS_WAIT_REPLICAS)`,
    );
    throw new ChatError('store_unavailable', { cause });
  }

  return {
    replicas,
    append: async (script, keys, argsOf) => {
      const run = await asking.serverRun();
      const answer = await asking.ask((redis) => script(redis, keys, argsOf(run)));
      if (replicas === 0) return answer;
      // Answers come in the order of the commands: a WAIT that is not answered yet was sent after everything that is.
      waiting ??= wait().catch((error) => {
        over(); // No answer may ever come.
        throw error;
      });
      await waiting;
      return answer;
    },
  };
}
