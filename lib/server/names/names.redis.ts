import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Asking } from '@/lib/server/databases/redis/asking.redis';
import { createFence, defineFenced } from '@/lib/server/databases/redis/fence.redis';
import { LEASE_MS, RENEWED_WITHIN } from '@/lib/server/databases/redis/leases';
import { nameKeys } from './name-looks';
import type { Holder, Names, Renamed } from './names';

/** One hash tag for all: names of all rooms are compared with each other. */
const MEMBERS = 'concord:{names}:members';
const KEYS = ['owners', 'members', 'ends', 'passing', 'nodes', 'looks', 'looking'].map(
  (part) => `concord:{names}:${part}`,
);

/** How many members one script renews, during which Redis does nothing else. */
const RENEW_MAX = 500;

const answers = {
  flag: z.int().transform((value) => value === 1),
  seized: z.tuple([z.int()], z.string()).transform(([flag, ...losers]) => ({ isOwn: flag === 1, losers })),
  flags: z.array(z.int()),
  otherwise: z.array(z.string()),
};

interface RedisNamesOptions {
  /** Unique for each start of a node: members who go with it lose their names when it is silent. */
  readonly node?: string;
  readonly leaseMs?: number | undefined;
}

/** The names in Redis, for any number of nodes. Redis's clock decides for all of them. */
export function createRedisNames(
  asking: Asking,
  { node = randomUUID(), leaseMs = LEASE_MS }: RedisNamesOptions = {},
): Names {
  const fence = createFence(asking);
  const keys = [...KEYS, `concord:{names}:fence:${node}`];
  const define = (step: string) => {
    const script = defineFenced(['names', `names-${step}`], import.meta.url);
    return (args: readonly (string | number)[]) => fence.write(script, keys, args);
  };
  const scripts = {
    claim: define('claim'),
    seize: define('seize'),
    keep: define('keep'),
    free: define('free'),
    renew: define('renew'),
    release: define('release'),
    live: define('live'),
  };
  const nodeOf = ({ isPassing = false }: Holder) => (isPassing ? node : '');
  const toArgs = (holder: Holder, holdMs: number) => {
    const { id, name } = holder;
    const { fold, looks } = nameKeys(name);
    return [id, fold, name, holdMs, nodeOf(holder), looks.join(' ')];
  };

  return {
    claim: async (holder, holdMs) => answers.flag.parse(await scripts.claim(toArgs(holder, holdMs))),
    seize: async (holder, holdMs, kept) =>
      answers.seized.parse(await scripts.seize([...toArgs(holder, holdMs), kept])),
    keep: async (holder, holdMs) => answers.flag.parse(await scripts.keep(toArgs(holder, holdMs))),
    called: async (memberIds) => {
      if (memberIds.length === 0) return [];
      const held = await asking.ask((redis) => redis.hmget(MEMBERS, ...memberIds));
      return held.map((one) => (one === null ? null : nameIn(one)));
    },
    free: async (names) => {
      const keys = names.map(nameKeys).map(({ fold, looks }) => [fold, ...looks].join(' '));
      const flags = answers.flags.parse(await scripts.free(keys));
      return names.filter((_, index) => flags[index] === 1);
    },
    renew: async (holders, holdMs, kept) => {
      const renamed: Renamed[] = [];
      // At least once, even if nobody is here: this is also when expired names are forgotten.
      for (let from = 0; from === 0 || from < holders.length; from += RENEW_MAX) {
        const batch = holders.slice(from, from + RENEW_MAX);
        const args = batch.flatMap((holder) => {
          const { fold, looks } = nameKeys(holder.name);
          return [holder.id, fold, holder.name, nodeOf(holder), looks.join(' ')];
        });
        renamed.push(...toRenamed(answers.otherwise.parse(await scripts.renew([holdMs, kept, ...args]))));
      }
      return renamed;
    },
    release: async (memberId) => void (await scripts.release([memberId])),
    live: async () => void (await scripts.live([node, leaseMs, leaseMs * RENEWED_WITHIN])),
  };
}

/** From "fold name". */
const nameIn = (held: string): string => held.slice(held.indexOf(' ') + 1);

/** From id, "fold name", id, "fold name", … */
function toRenamed(flat: readonly string[]): Renamed[] {
  const renamed: Renamed[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const held = flat[index + 1] as string;
    renamed.push({ id: flat[index] as string, name: held === '' ? null : nameIn(held) });
  }
  return renamed;
}
