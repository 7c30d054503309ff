import { LuaParser } from './lua-parser';
import { patternOf } from './lua-patterns';
import { type LuaFunction, LuaTable, type LuaValue, NULL } from './lua-table';

/** What a script may ask of Redis. */
export interface LuaRedis {
  /** Answers as Redis does to a script. @throws LuaError what Redis refuses */
  call(...args: LuaValue[]): LuaValue;
  /** The same, and answers a table with `err` where it refuses. */
  pcall(...args: LuaValue[]): LuaValue;
  error_reply(message: string): LuaTable;
}

/** Runs a script once. */
export type LuaScript = (redis: LuaRedis, keys: readonly string[], args: readonly string[]) => LuaValue;

const is = (value: LuaValue): boolean => value !== undefined && value !== false;

const first = (value: LuaValue | LuaValue[]): LuaValue => (Array.isArray(value) ? value[0] : value);

function toNumber(value: LuaValue): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw new Error(`a script counts with ${String(value)}`);
}

function toText(value: LuaValue): string {
  if (typeof value === 'string') return value;
  // As Lua prints numbers: with 14 digits.
  if (typeof value === 'number') return String(Number(value.toPrecision(14)));
  throw new Error(`a script writes ${String(value)}`);
}

function compare(one: LuaValue, other: LuaValue): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : Number(one > other);
  throw new Error(`a script compares ${typeof one} with ${typeof other}`);
}

function asTable(value: LuaValue): LuaTable {
  if (value instanceof LuaTable) return value;
  throw new Error(`a script looks into ${String(value)}`);
}

/** What Lua can do, for the code that {@link LuaParser} makes. */
const LANGUAGE = {
  is,
  one: first,
  all: (value: LuaValue | LuaValue[]) => (Array.isArray(value) ? value : value === undefined ? [] : [value]),
  number: toNumber,
  text: toText,
  less: (one: LuaValue, other: LuaValue) => compare(one, other) < 0,
  atMost: (one: LuaValue, other: LuaValue) => compare(one, other) <= 0,
  modulo: (one: LuaValue, other: LuaValue) => {
    const [a, b] = [toNumber(one), toNumber(other)];
    return a - Math.floor(a / b) * b;
  },
  length: (value: LuaValue) =>
    typeof value === 'string' ? Buffer.byteLength(value) : asTable(value).list.length,
  get: (table: LuaValue, key: LuaValue) => asTable(table).get(key),
  set: (table: LuaValue, key: LuaValue, value: LuaValue) => asTable(table).set(key, value),
  table: (list: LuaValue[], keyed: readonly [LuaValue, LuaValue][] = []) => {
    const table = new LuaTable(list);
    for (const [key, value] of keyed) table.set(key, value);
    return table;
  },
  /** The next of what a loop goes through, which ends with an empty one. */
  step: (next: LuaFunction): LuaValue[] => {
    const found = next();
    return Array.isArray(found) ? found : [found as LuaValue];
  },
  list: (table: LuaValue) => asTable(table).list,
  unpack: (table: LuaValue) => [...asTable(table).list],
  next: (table: LuaValue) => asTable(table).first,
  type: (value: LuaValue) => {
    if (value === undefined) return 'nil';
    if (value instanceof LuaTable) return 'table';
    return value === NULL ? 'userdata' : typeof value;
  },
  tostring: toText,
  tonumber: (value: LuaValue) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
  },
};

const found = (match: RegExpMatchArray | null): LuaValue | LuaValue[] => {
  if (match === null) return undefined;
  return match.length > 1 ? match.slice(1) : match[0];
};

const LIBRARIES = {
  string: {
    match: (text: LuaValue, pattern: string) => {
      const expression = patternOf(pattern);
      expression.lastIndex = 0;
      return found(expression.exec(toText(text)));
    },
    gmatch: (text: LuaValue, pattern: string): LuaFunction => {
      const matches = toText(text).matchAll(patternOf(pattern));
      return () => found(matches.next().value ?? null);
    },
    // By bytes, as Lua has them.
    sub: (text: string, from: number, to: number) => Buffer.from(text).toString('utf8', from - 1, to),
    format: (format: string, value: LuaValue) =>
      format.replace(/%\.(\d)f/, (_, digits: string) => toNumber(value).toFixed(Number(digits))),
  },
  table: {
    concat: ({ list }: LuaTable, between = '', from = 1, to = list.length) =>
      list
        .slice(from - 1, to)
        .map(toText)
        .join(between),
    remove: ({ list }: LuaTable) => list.pop(),
  },
  math: {
    floor: (value: LuaValue) => Math.floor(toNumber(value)),
    ceil: (value: LuaValue) => Math.ceil(toNumber(value)),
    max: (...values: LuaValue[]) => Math.max(...values.map(toNumber)),
    min: (...values: LuaValue[]) => Math.min(...values.map(toNumber)),
  },
  cjson: {
    decode: (text: string) => fromJson(JSON.parse(text)),
    encode: (value: LuaValue) => JSON.stringify(toJson(value)),
  },
};

function fromJson(value: unknown): LuaValue {
  if (value === null) return NULL;
  if (Array.isArray(value)) return new LuaTable(value.map(fromJson));
  if (typeof value !== 'object') return value as LuaValue;
  const table = new LuaTable();
  for (const [key, inner] of Object.entries(value)) table.set(key, fromJson(inner));
  return table;
}

function toJson(value: LuaValue): unknown {
  if (value === NULL) return null;
  if (!(value instanceof LuaTable)) return value;
  if (value.list.length > 0) return value.list.map(toJson);
  return Object.fromEntries([...value.others].map(([key, inner]) => [key, toJson(inner)]));
}

type Compiled = (
  L: object,
  KEYS: LuaTable,
  ARGV: LuaTable,
  redis: LuaRedis,
  ...libraries: object[]
) => LuaValue | LuaValue[];

const scripts = new Map<string, LuaScript>();

/** The script as a function; the same for the same text. @throws Error where it is not written in the Lua that we use */
export function compileLua(lua: string): LuaScript {
  const known = scripts.get(lua);
  if (known !== undefined) return known;
  const names = Object.keys(LIBRARIES);
  const given = ['L', 'KEYS', 'ARGV', 'redis', ...names];
  const compiled = new Function(...given, new LuaParser(lua).script()) as Compiled;
  const libraries = Object.values(LIBRARIES);
  const script: LuaScript = (redis, keys, args) =>
    first(compiled(LANGUAGE, new LuaTable([...keys]), new LuaTable([...args]), redis, ...libraries));
  scripts.set(lua, script);
  return script;
}
