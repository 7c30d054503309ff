import { at, type Commands, type Ground, pairsIn, scan } from './command';

function put(ground: Ground, key: string, field: string, value: string | undefined): boolean {
  const hash = ground.keys.open(key, 'hash');
  const before = hash.get(field);
  const set = (next: string | undefined) => {
    if (next === undefined) hash.delete(field);
    else hash.set(field, next);
  };
  set(value);
  ground.keys.journal.note(() => set(before));
  return before === undefined;
}

const hashAt = ({ keys }: Ground, key: string): ReadonlyMap<string, string> =>
  keys.find(key, 'hash') ?? new Map();

function setAt(ground: Ground, args: readonly string[], isIn: boolean): number {
  const [key = '', ...members] = args;
  const { keys } = ground;
  if (!isIn && !keys.has(key)) return 0;
  const set = keys.open(key, 'set');
  const changed = members.filter((member) => set.has(member) !== isIn);
  const move = (member: string, there: boolean) => void (there ? set.add(member) : set.delete(member));
  for (const member of changed) {
    move(member, isIn);
    keys.journal.note(() => move(member, !isIn));
  }
  keys.removeEmpty(key);
  return changed.length;
}

const membersAt = ({ keys }: Ground, key: string): string[] => [...(keys.find(key, 'set') ?? [])];

/** Hashes and sets. */
export const HASH_COMMANDS: Commands = {
  HGET: { run: (ground, args) => hashAt(ground, at(args, 0)).get(at(args, 1)) ?? null },
  HMGET: {
    run: (ground, [key = '', ...fields]) => {
      const hash = hashAt(ground, key);
      return fields.map((field) => hash.get(field) ?? null);
    },
  },
  HGETALL: { run: (ground, args) => [...hashAt(ground, at(args, 0))].flat() },
  HKEYS: { run: (ground, args) => [...hashAt(ground, at(args, 0)).keys()] },
  HVALS: { run: (ground, args) => [...hashAt(ground, at(args, 0)).values()] },
  HLEN: { run: (ground, args) => hashAt(ground, at(args, 0)).size },
  HEXISTS: { run: (ground, args) => Number(hashAt(ground, at(args, 0)).has(at(args, 1))) },
  HSTRLEN: { run: (ground, args) => Buffer.byteLength(hashAt(ground, at(args, 0)).get(at(args, 1)) ?? '') },
  HSET: {
    writes: 'full',
    run: (ground, args) =>
      pairsIn(args, 1).filter(([field, value]) => put(ground, at(args, 0), field, value)).length,
  },
  HINCRBY: {
    writes: 'full',
    run: (ground, args) => {
      const sum = Number(hashAt(ground, at(args, 0)).get(at(args, 1)) ?? 0) + Number(at(args, 2));
      put(ground, at(args, 0), at(args, 1), String(sum));
      return sum;
    },
  },
  HDEL: {
    writes: true,
    run: (ground, [key = '', ...fields]) => {
      const there = fields.filter((field) => hashAt(ground, key).has(field));
      for (const field of there) put(ground, key, field, undefined);
      ground.keys.removeEmpty(key);
      return there.length;
    },
  },
  HRANDFIELD: {
    run: (ground, args) => {
      const left = [...hashAt(ground, at(args, 0))];
      const picked: [string, string][] = [];
      for (let count = Number(at(args, 1)); count > 0 && left.length > 0; count -= 1) {
        picked.push(...left.splice(Math.floor(ground.random() * left.length), 1));
      }
      return args[2] === 'WITHVALUES' ? picked.flat() : picked.map(([field]) => field);
    },
  },
  SADD: { writes: 'full', run: (ground, args) => setAt(ground, args, true) },
  SREM: { writes: true, run: (ground, args) => setAt(ground, args, false) },
  SCARD: { run: (ground, args) => membersAt(ground, at(args, 0)).length },
  SMEMBERS: { run: (ground, args) => membersAt(ground, at(args, 0)) },
  SISMEMBER: { run: ({ keys }, args) => Number(keys.find(at(args, 0), 'set')?.has(at(args, 1)) ?? false) },
  SSCAN: {
    run: (ground, args) => {
      const count = args[2] === 'COUNT' ? Number(at(args, 3)) : 10;
      return scan(membersAt(ground, at(args, 0)), at(args, 1), count);
    },
  },
};
