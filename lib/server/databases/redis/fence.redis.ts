import type { Asking } from './asking.redis';
import { joinScript, type Script } from './script.redis';

/**
 * Numbers a node's writes, so that Redis can tell a late one: after each write that was not answered, and may therefore still
 * arrive, all later writes have a higher number, see fence.lua.
 */
export interface Fence {
  /** Runs a script made by {@link defineFenced}; its last key is the fence's. Rejects as {@link Asking.ask} does. */
  write(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
}

const FENCE = { name: 'fence', base: import.meta.url };

/** Defines a script from the files `NAME.lua` beside `base` that refuses late writes. */
export const defineFenced = (names: readonly string[], base: string): Script =>
  joinScript([FENCE, ...names.map((name) => ({ name, base }))]);

export function createFence({ ask }: Asking): Fence {
  let unanswered = 0;
  /** If others wrote for this node because they took it for dead, its numbers continue after theirs. */
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
      // If another write went unanswered meanwhile, something newer may have been written, and this write is out of date.
      if (known === undefined || isRepeated || before !== unanswered) throw error;
    }
    return write(script, keys, args, true);
  }

  return { write: (script, keys, args) => write(script, keys, args) };
}

/** Returns the number that the refused write was behind. */
function fenceIn(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const known = cause instanceof Error ? /^LATE (\d+)/.exec(cause.message)?.[1] : undefined;
  return known === undefined ? undefined : Number(known);
}
