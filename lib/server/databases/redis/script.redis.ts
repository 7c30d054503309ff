import { readFileSync } from 'node:fs';
import type { RedisCommands } from './asking.redis';

/** A Redis step that is one atomic script, run by `redis`. Its file describes its keys (all of one hash tag) and arguments. */
export type Script = (
  redis: RedisCommands,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>;

/**
 * A part of a script, `NAME.lua` beside `base` (`import.meta.url` of the caller). In the bundle, all of them are beside
 * server.js.
 */
export interface ScriptPart {
  readonly name: string;
  readonly base: string;
}

/** By address: each is read once, however many stores are opened. */
const texts = new Map<string, string>();

function textOf({ name, base }: ScriptPart): string {
  const { href } = new URL(`./${name}.lua`, base);
  const text = texts.get(href) ?? readFileSync(new URL(href), 'utf8');
  texts.set(href, text);
  return text;
}

/** Defines a script from the files `NAME.lua` beside `base`, in that order. */
export const defineScript = (names: readonly string[], base: string): Script =>
  joinScript(names.map((name) => ({ name, base })));

export function joinScript(parts: readonly ScriptPart[]): Script {
  const name = parts.map((part) => part.name).join('+');
  const lua = parts.map(textOf).join('\n');
  return (redis, keys, args) => {
    if (!(name in redis)) redis.defineCommand(name, { lua });
    const run = (redis as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[name];
    if (run === undefined) throw new Error(`the script ${name} was not defined`);
    return run.call(redis, keys.length, ...keys, ...args);
  };
}
