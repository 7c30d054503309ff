import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { createAppends } from '@/lib/server/databases/redis/appends.redis';
import { createRedisSecrets } from '@/lib/server/identity/secrets.redis';
import { createRedisRoomLog } from '@/lib/server/log/room-log.redis';
import { createRedisReadMarks } from '@/lib/server/members/read-marks.redis';
import { createRedisNames } from '@/lib/server/names/names.redis';
import { createRedisPresence } from '@/lib/server/presence/store/presence.redis';
import { createRedisModeration } from '@/lib/server/records/records.redis';
import { createRedisRooms } from '@/lib/server/rooms/rooms.redis';
import type { Stores } from '@/lib/server/stores/stores';
import { TwoLinks } from '@/lib/server/testing/two-links-for-tests';
import { ModelForTests } from './model-for-tests';
import type { NodeStores } from './open-node-stores';

const links = new TwoLinks();
const nodes = new ModelForTests();

type Asked = Pick<Stores, 'log' | 'names' | 'presence' | 'rooms' | 'moderation' | 'marks' | 'secrets'>;

const NODE = 'one';
const HISTORY = { historyLimit: 5, historyBytes: 200 };
const LISTED_MAX = 2;

let real: Asked;
let modelled: Asked;
let model: NodeStores;

beforeAll(async () => {
  model = await nodes.open(NODE);
});

const storesOver = (link: Pick<NodeStores, 'asking' | 'subscriber'>): Asked => ({
  log: createRedisRoomLog({ ...link, ...HISTORY, appends: createAppends(link.asking, 0) }),
  names: createRedisNames(link.asking, { node: NODE }),
  presence: createRedisPresence({ asking: link.asking, node: NODE }),
  rooms: createRedisRooms(link.asking, LISTED_MAX),
  moderation: createRedisModeration(link.asking),
  marks: createRedisReadMarks(link.asking),
  secrets: createRedisSecrets(link.asking),
});

/** What is asked of both. */
type Question = readonly [said: string, ask: (stores: Asked) => Promise<unknown>];

const anyRoom = fc.constantFrom('lobby', 'private-ü}', 'direct-1');
const anyId = fc.constantFrom('a', 'b', 'c', 'd', '__proto__');
const anyText = fc.constantFrom('short', 'ü'.repeat(40), '%S {} "\\0', '');
const anyName = fc.constantFrom('Ada', 'АdA', 'ada ', 'Ben', 'Іan', 'lan');
const anyMember = fc.constantFrom('ada', 'ben', 'site-1', 'site-2');
const anyNumber = fc.nat(8);
const inLine = (text: string) => JSON.stringify(text);

const question = <T>(
  said: string,
  given: fc.Arbitrary<T>,
  ask: (stores: Asked, given: T) => Promise<unknown>,
): fc.Arbitrary<Question> =>
  given.map((one) => [`${said} ${JSON.stringify(one)}`, (stores) => ask(stores, one)] as const);

const recordOf = (id: string, revision: number, title: string) =>
  ({
    id,
    kind: id.startsWith('private') ? 'private' : 'open',
    title,
    topic: '',
    revision,
    madeAt: 1,
  }) as const;

const held = fc.array(fc.tuple(anyId, anyText), { maxLength: 6 });

/** From now on it takes no writes, or does again. */
async function refuse(stores: Asked, refusal: 'OOM' | 'NOREPLICAS' | undefined): Promise<void> {
  if (stores !== real) return nodes.model.refuse(refusal);
  await links.one.commands.config('SET', 'maxmemory', refusal === 'OOM' ? '1' : '0');
  await links.one.commands.config('SET', 'min-replicas-to-write', refusal === 'NOREPLICAS' ? '1' : '0');
}

const anyQuestion = fc.oneof(
  question('refuse', fc.constantFrom('OOM' as const, 'NOREPLICAS' as const, undefined), refuse),
  question('refuse', fc.constant(undefined), refuse),
  question(
    'append',
    fc.tuple(anyRoom, anyId, anyText, fc.boolean()),
    ({ log }, [room, id, text, isMessage]) => log.append(room, id, inLine(text), { isMessage }),
  ),
  question('amend', fc.tuple(anyRoom, anyId, anyId, anyText), ({ log }, [room, id, target, text]) =>
    log.append(room, id, inLine('amends'), { isMessage: false, amends: { id: target, entry: inLine(text) } }),
  ),
  question('put back', fc.tuple(anyRoom, held, anyNumber), async ({ log }, [room, entries, reach]) => {
    const { epoch } = await log.top(room);
    const all = entries.map(([id, text]) => ({ id, entry: inLine(text) }));
    return log.putBack(room, all, { epoch, shared: Math.min(3, all.length), reach });
  }),
  question('lose', fc.tuple(anyRoom, anyNumber), async ({ log }, [room, ahead]) => {
    const { epoch, seq } = await log.top(room);
    return log.top(room, { epoch, seq: seq + ahead });
  }),
  question('after', fc.tuple(anyRoom, anyNumber, anyNumber, fc.constantFrom(0, 60)), ({ log }, given) =>
    log.after(given[0], given[1], given[2] + 1, given[3]),
  ),
  question('before', fc.tuple(anyRoom, anyNumber, anyNumber), ({ log }, [room, seq, limit]) =>
    log.before(room, seq === 0 ? Number.POSITIVE_INFINITY : seq, limit + 1),
  ),
  question('find', fc.tuple(anyRoom, anyId), ({ log }, given) => log.find(...given)),
  question('claim', fc.tuple(anyMember, anyName), ({ names }, [id, name]) =>
    names.claim({ id, name }, 60_000),
  ),
  question('seize', fc.tuple(anyMember, anyName), ({ names }, [id, name]) =>
    names.seize({ id, name }, 60_000, 'site-'),
  ),
  question('keep', fc.tuple(anyMember, anyName), ({ names }, [id, name]) => names.keep({ id, name }, 60_000)),
  question('renew', fc.array(fc.tuple(anyMember, anyName)), ({ names }, all) =>
    names.renew(
      all.map(([id, name]) => ({ id, name, isPassing: name === 'Ben' })),
      60_000,
      'site-',
    ),
  ),
  question('free', fc.array(anyName, { minLength: 1 }), ({ names }, all) => names.free(all)),
  question('release', anyMember, ({ names }, id) => names.release(id)),
  question('live', fc.constant(null), ({ names }) => names.live()),
  question('enter', fc.tuple(anyRoom, anyMember, anyName), ({ presence }, [room, id, name]) =>
    presence.enter(room, { id, name }),
  ),
  question('leave', fc.tuple(anyRoom, anyMember), ({ presence }, given) => presence.leave(...given)),
  question('list', anyRoom, async ({ presence }, room) => {
    const listed = await presence.list(room);
    return [listed?.version, byName(listed?.members ?? []), [...(listed?.onlyHere ?? [])].sort()];
  }),
  question('reap', fc.constant(NODE), async ({ presence }, node) => {
    const departed: object[] = [];
    await presence.reap(node, (departure) => departed.push(departure));
    return byName(departed);
  }),
  question('make', fc.tuple(anyRoom, anyText), ({ rooms }, [id, text]) => rooms.make(recordOf(id, 1, text))),
  question('replace', fc.tuple(anyRoom, anyNumber, anyText), ({ rooms }, [id, revision, text]) =>
    rooms.replace(recordOf(id, revision, text)),
  ),
  question('restore', fc.tuple(anyRoom, anyNumber, anyText), ({ rooms }, [id, revision, text]) =>
    rooms.restore(recordOf(id, revision + 1, text)),
  ),
  question('add', fc.tuple(anyMember, anyRoom), ({ rooms }, given) => rooms.addToMyRooms(...given)),
  question('admit', fc.tuple(anyRoom, anyMember, anyNumber), ({ rooms }, [room, id, by]) =>
    rooms.admit(room, { id, name: id, at: by, by }),
  ),
  question('moderate', fc.tuple(anyRoom, anyNumber), ({ moderation }, [room, revision]) =>
    moderation.replace({
      ...{ room, revision, isClosed: true, slowMs: 0, moderators: [], muted: [], banned: [], actions: [] },
    }),
  ),
  question(
    'raise',
    fc.tuple(anyMember, anyRoom, anyNumber, anyNumber),
    ({ marks }, [id, room, epoch, number]) => marks.raise(id, room, { epoch, number }),
  ),
  question('exchange', fc.array(fc.tuple(anyText, anyNumber)), ({ secrets }, all) =>
    secrets.exchange(
      all.map(([value, madeAt]) => ({ value, madeAt })),
      { value: 'proposal', madeAt: 9 },
    ),
  ),
  question('end', fc.constant(null), async ({ rooms }) => {
    await rooms.passTime(0);
    return (await rooms.endUnused({ writtenMs: null, emptyMs: 0 }, (id) => id === 'lobby')).sort();
  }),
);

const byName = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).sort();

/** But for what is another each time: the time, the run of the server, and what is made up. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Math.abs(value) > 1e12 ? 'a time' : value;
  if (typeof value === 'string') return plainText(value);
  if (value instanceof Map || value instanceof Set) return plain([...value]);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]) => [plain(key), plain(inner)] as const)
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}

function plainText(text: string): unknown {
  if (text.startsWith('{')) return plain(JSON.parse(text));
  return text
    .replace(/^(run\d+|[0-9a-f]{40})$/, 'a run')
    .replace(/^[0-9a-f]{8}-[0-9a-f-]{27}$/, 'made up')
    .replace(/-?\d{12,}/g, 'a time');
}

const answered = (asked: Promise<unknown>) =>
  asked.then(plain, (error: Error & { code?: string }) => `refused: ${error.code}`);

const inPairs = (flat: readonly string[]) =>
  flat.flatMap((member, at) => (at % 2 === 0 ? [[member, flat[at + 1]] as const] : []));

type Commands = (typeof links)['one']['commands'];

async function dumped(commands: Commands, types: ReadonlyMap<string, string>): Promise<unknown> {
  const all: [string, unknown][] = [];
  for (const [key, type] of types) {
    const dump = {
      hash: () => commands.hgetall(key),
      string: () => commands.get(key),
      set: async () => (await commands.smembers(key)).sort(),
      zset: async () => Object.fromEntries(inPairs(await commands.zrange(key, 0, '-1', 'WITHSCORES'))),
      stream: () => commands.xrange(key, '-', '+'),
    }[type];
    all.push([key, plain(await dump?.())]);
  }
  return all;
}

async function typesOf(commands: Commands): Promise<Map<string, string>> {
  const keys = (await commands.keys('concord:*')).sort();
  return new Map(await Promise.all(keys.map(async (key) => [key, await commands.type(key)] as const)));
}

/** Both are empty, and take writes; whoever asks has not asked before. */
async function empty(): Promise<void> {
  [real, modelled] = [storesOver(links.one), storesOver(model)];
  for (const stores of [real, modelled]) await refuse(stores, undefined);
  await links.one.commands.flushall();
  nodes.model.flush();
}

async function expectSame(): Promise<void> {
  const [admin, modelCommands] = [links.one.commands, model.commands as unknown as Commands];
  const types = await typesOf(admin);
  const keys = (await modelCommands.keys('concord:*')).filter((key) => !key.includes('canary'));
  expect(keys.sort()).toEqual([...types.keys()]);
  expect(await dumped(modelCommands, types)).toEqual(await dumped(admin, types));
}

it('whatever the stores ask of it, the model answers as Redis does, and holds the same afterwards', async () => {
  const property = fc.asyncProperty(fc.array(anyQuestion, { maxLength: 60 }), async (questions) => {
    await empty();
    for (const [said, ask] of questions) {
      expect(await answered(ask(modelled)), said).toEqual(await answered(ask(real)));
      // Of what is listed, what came in the same millisecond has no order.
      if (said.startsWith('make') || said.startsWith('restore')) await delay(2);
    }
    await expectSame();
  });
  await fc.assert(property, { numRuns: 150 });
});

it('out of memory, a script that has freed some may go on as in Redis, and one that has not may not', async () => {
  await empty();
  const ask = async (stores: Asked) => {
    await stores.names.claim({ id: 'ada', name: 'Ada' }, 60_000);
    await refuse(stores, 'OOM');
    const answers = [
      await answered(stores.names.claim({ id: 'ada', name: 'Ben' }, 60_000)),
      await answered(stores.names.claim({ id: 'eve', name: 'Eve' }, 60_000)),
      await answered(stores.names.free(['Ada', 'Ben', 'Eve'])),
    ];
    await refuse(stores, undefined);
    return answers;
  };
  expect(await ask(modelled)).toEqual(await ask(real));
  await expectSame();
});
