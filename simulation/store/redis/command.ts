import type { Keyspace } from './keyspace';
import type { Reply } from './reply';

/** What a command has to do with. */
export interface Ground {
  readonly keys: Keyspace;
  /** Milliseconds since 1970, with parts of them. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** Which run of the server this is. */
  run(): string;
  /** Answers how many hear it. */
  publish(channel: string, message: string): number;
}

export interface Command {
  /** `full` writes as well and needs memory for it. */
  readonly writes?: true | 'full';
  run(ground: Ground, args: readonly string[]): Reply;
}

export type Commands = Readonly<Record<string, Command>>;

/** An argument that has to be there. */
export function at(args: readonly string[], index: number): string {
  const arg = args[index];
  if (arg === undefined) throw new Error('ERR wrong number of arguments');
  return arg;
}

export const pairsIn = (args: readonly string[], from: number): [string, string][] => {
  const pairs: [string, string][] = [];
  for (let index = from; index < args.length; index += 2) pairs.push([at(args, index), at(args, index + 1)]);
  return pairs;
};

/** As Redis prints numbers. */
export const print = (value: number): string => String(value);

/**
 * Goes on from a cursor through what may change meanwhile: whatever is there all the while is seen, as it keeps its place,
 * which comes from its name alone.
 */
export function scan(all: readonly string[], cursor: string, count: number): [next: string, found: string[]] {
  const placed = all.map((name) => ({ name, place: placeOf(name) })).sort((a, b) => a.place - b.place);
  const from = Number(cursor);
  const rest = placed.filter(({ place }) => place >= from);
  let end = Math.min(count, rest.length);
  while (end < rest.length && rest[end]?.place === rest[end - 1]?.place) end += 1;
  const next = rest[end]?.place ?? 0;
  return [String(next), rest.slice(0, end).map(({ name }) => name)];
}

/** FNV-1a; 0 is where a scan begins and ends. */
function placeOf(name: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 16_777_619);
  }
  return hash >>> 0 || 1;
}
