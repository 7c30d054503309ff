import { readFileSync } from 'node:fs';
import type { RedisCommands } from './asking.redis';

/**
 * A Redis step that is one atomic script, run by `redis`: its keys (all of one hash tag) and arguments are described in
 * its file.
 */
export type Script = (
  redis: RedisCommands,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/** Makes a script of `./lua/NAME.lua` beside `base` (`import.meta.url` of the caller), one file after the other. */
export function defineScript(names: readonly [string, ...string[]], base: string): Script {
  const name = names.join('+');
  const lua = names.map((file) => readFileSync(new URL(`./lua/${file}.lua`, base), 'utf8')).join('\n');
  return (redis, keys, args) => {
    if (!(name in redis)) redis.defineCommand(name, { lua });
    const run = (redis as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[name];
    if (run === undefined) throw new Error(`the script ${name} was not defined`);
    return run.call(redis, keys.length, ...keys, ...args);
  };
}
