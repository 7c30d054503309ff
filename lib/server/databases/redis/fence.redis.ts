import type { Asking } from './asking.redis';
import { joinScript, type Script } from './script.redis';

/**
 * Numbers what a node writes, so that Redis knows a late write for late: whenever one was not answered, and may therefore
 * still come, what is written from then on has a higher number, see fence.lua.
 */
export interface Fence {
  /** Runs a script that {@link defineFenced} made; the last key is that of the fence. Rejects as {@link Asking.ask} does. */
  write(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
}

const FENCE = { name: 'fence', base: import.meta.url };

/** A script of the files `NAME.lua` beside `base` that refuses what comes late. */
export const defineFenced = (names: readonly string[], base: string): Script =>
  joinScript([FENCE, ...names.map((name) => ({ name, base }))]);

export function createFence({ ask }: Asking): Fence {
  let unanswered = 0;
  /** Where others have written for this node, which they took for dead, it goes on behind that. */
  let base = 0;

  async function write(
    script: Script,
    keys: readonly string[],
    args: readonly (string | number)[],
    isRepeated = false,
  ): Promise<unknown> {
    const before = unanswered;
    const fenced = [...args, base + before];
    try {
      return await ask((redis) => script(redis, keys, fenced));
    } catch (error) {
      const known = fenceIn(error);
      if (known === undefined) unanswered += 1;
      else base = Math.max(base, known + 1);
      // Something newer may have been written where a write went unanswered meanwhile: this one is out of date then.
      if (known === undefined || isRepeated || before !== unanswered) throw error;
    }
    return write(script, keys, args, true);
  }

  return { write: (script, keys, args) => write(script, keys, args) };
}

/** The number behind which a refused write is. */
function fenceIn(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const known = cause instanceof Error ? /^LATE (\d+)/.exec(cause.message)?.[1] : undefined;
  return known === undefined ? undefined : Number(known);
}
