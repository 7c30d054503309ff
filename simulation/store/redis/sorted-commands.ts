import { at, type Command, type Commands, type Ground, pairsIn, print } from './command';
import type { Scored } from './sorted-set';
import type { Row, Stream } from './stream';

function score({ keys }: Ground, key: string, member: string, next: number | undefined): void {
  const set = keys.open(key, 'zset');
  const before = set.score(member);
  set.set(member, next);
  keys.journal.note(() => set.set(member, before));
}

const sortedAt = ({ keys }: Ground, key: string): readonly Scored[] => keys.find(key, 'zset')?.sorted ?? [];

function removeAll(ground: Ground, key: string, members: readonly Scored[]): number {
  for (const [member] of members) score(ground, key, member, undefined);
  ground.keys.removeEmpty(key);
  return members.length;
}

/** By rank, of which those below 0 count from the end. */
function ranked(all: readonly Scored[], from: string, to: string): readonly Scored[] {
  const rank = (text: string) => (Number(text) < 0 ? Math.max(-1, all.length + Number(text)) : Number(text));
  const start = Number(from) < 0 ? Math.max(0, all.length + Number(from)) : Number(from);
  return all.slice(start, rank(to) + 1);
}

function bound(text: string): { readonly value: number; readonly isOpen: boolean } {
  const isOpen = text.startsWith('(');
  const number = isOpen ? text.slice(1) : text;
  const value = /inf$/.test(number) ? (number.startsWith('-') ? -1 : 1) * Infinity : Number(number);
  return { value, isOpen };
}

function scored(all: readonly Scored[], from: string, to: string): readonly Scored[] {
  const [least, most] = [bound(from), bound(to)];
  return all.filter(
    ([, value]) =>
      (least.isOpen ? value > least.value : value >= least.value) &&
      (most.isOpen ? value < most.value : value <= most.value),
  );
}

function range(ground: Ground, [key = '', from = '', to = '', ...options]: readonly string[]): string[] {
  const all = sortedAt(ground, key);
  const found = options.includes('BYSCORE') ? scored(all, from, to) : ranked(all, from, to);
  const limit = options.indexOf('LIMIT');
  const [skip, count] = limit < 0 ? [0, all.length] : options.slice(limit + 1, limit + 3).map(Number);
  const page = found.slice(skip, (skip ?? 0) + (count ?? 0));
  return options.includes('WITHSCORES')
    ? page.flatMap(([member, value]) => [member, print(value)])
    : page.map(([member]) => member);
}

const ZADD: Command = {
  writes: 'full',
  run: (ground, [key = '', ...rest]) => {
    const option = rest[0] === 'NX' || rest[0] === 'GT' ? rest[0] : '';
    let added = 0;
    for (const [value, member] of pairsIn(rest, option === '' ? 0 : 1)) {
      const before = ground.keys.find(key, 'zset')?.score(member);
      if (before === undefined) added += 1;
      else if (option === 'NX' || (option === 'GT' && Number(value) <= before)) continue;
      score(ground, key, member, Number(value));
    }
    return added;
  },
};

const reply = ({ seq, fields }: Row) => [`${seq}-0`, fields];

const rowsAt = ({ keys }: Ground, key: string): Stream | undefined => keys.find(key, 'stream');

/** The first and the one behind the last of the rows between two ids. */
function between(stream: Stream, from: string, to: string): [number, number] {
  const seqOf = (id: string) => Number.parseInt(id.replace('(', ''), 10);
  const start = from === '-' ? 0 : stream.indexOf(seqOf(from) + Number(from.startsWith('(')));
  const end = to === '+' ? stream.rows.length : stream.indexOf(seqOf(to) + Number(!to.startsWith('(')));
  return [start, end];
}

function dropRow({ keys }: Ground, stream: Stream, index: number): void {
  const [row] = stream.rows.splice(index, 1);
  if (row !== undefined) keys.journal.note(() => void stream.rows.splice(stream.indexOf(row.seq), 0, row));
}

const XADD: Command = {
  writes: 'full',
  run: (ground, [key = '', ...rest]) => {
    const limit = rest[0] === 'MAXLEN' ? Number(rest[1]) : Number.POSITIVE_INFINITY;
    const [id = '', ...fields] = rest[0] === 'MAXLEN' ? rest.slice(2) : rest;
    const stream = ground.keys.open(key, 'stream');
    const before = stream.newest;
    const seq = id === '*' ? Math.max(Math.floor(ground.now()), before + 1) : Number.parseInt(id, 10);
    if (seq <= before) throw new Error('ERR The ID specified in XADD is equal or smaller than the target');
    stream.rows.push({ seq, fields });
    stream.newest = seq;
    ground.keys.journal.note(() => {
      stream.rows.pop();
      stream.newest = before;
    });
    while (stream.rows.length > limit) dropRow(ground, stream, 0);
    return `${seq}-0`;
  },
};

/** Sorted sets and streams. */
export const SORTED_COMMANDS: Commands = {
  ZADD,
  ZCARD: { run: (ground, args) => sortedAt(ground, at(args, 0)).length },
  ZSCORE: {
    run: ({ keys }, args) => {
      const value = keys.find(at(args, 0), 'zset')?.score(at(args, 1));
      return value === undefined ? null : print(value);
    },
  },
  ZRANGE: { run: range },
  ZRANGEBYSCORE: { run: (ground, args) => range(ground, [...args, 'BYSCORE']) },
  ZREM: {
    writes: true,
    run: (ground, [key = '', ...members]) =>
      removeAll(
        ground,
        key,
        sortedAt(ground, key).filter(([member]) => members.includes(member)),
      ),
  },
  ZREMRANGEBYRANK: {
    writes: true,
    run: (ground, args) =>
      removeAll(ground, at(args, 0), ranked(sortedAt(ground, at(args, 0)), at(args, 1), at(args, 2))),
  },
  ZREMRANGEBYSCORE: {
    writes: true,
    run: (ground, args) =>
      removeAll(ground, at(args, 0), scored(sortedAt(ground, at(args, 0)), at(args, 1), at(args, 2))),
  },
  XADD,
  XLEN: { run: (ground, args) => rowsAt(ground, at(args, 0))?.rows.length ?? 0 },
  XDEL: {
    writes: true,
    run: (ground, [key = '', ...ids]) => {
      const stream = rowsAt(ground, key);
      if (stream === undefined) return 0;
      const seqs = ids.map((id) => Number.parseInt(id, 10));
      const there = seqs.filter((seq) => stream.rows[stream.indexOf(seq)]?.seq === seq);
      for (const seq of there) dropRow(ground, stream, stream.indexOf(seq));
      return there.length;
    },
  },
  XRANGE: {
    run: (ground, [key = '', from = '', to = '', , count]) => {
      const stream = rowsAt(ground, key);
      if (stream === undefined) return [];
      const [start, end] = between(stream, from, to);
      return stream.rows.slice(start, Math.min(end, start + Number(count ?? Infinity))).map(reply);
    },
  },
  XREVRANGE: {
    run: (ground, [key = '', to = '', from = '', , count]) => {
      const stream = rowsAt(ground, key);
      if (stream === undefined) return [];
      const [start, end] = between(stream, from, to);
      const first = Math.max(start, end - Number(count ?? Infinity));
      return stream.rows.slice(first, end).reverse().map(reply);
    },
  },
};
