import { z } from 'zod';
import { nameFold } from '@/lib/chat/text';
import type { Asking } from '../asking.redis';
import { defineScript } from '../script.redis';
import type { Names, Renamed } from './names';

/** One hash tag for all: names are compared with each other, over all rooms. */
const KEYS = ['concord:{names}:owners', 'concord:{names}:members', 'concord:{names}:ends'];

/** Members in one script, which nothing else of Redis can interrupt. */
const RENEW_MAX = 500;

const answers = {
  flag: z.int().transform((value) => value === 1),
  seized: z
    .tuple([z.int(), z.string()])
    .transform(([flag, loser]) => ({ isOwn: flag === 1, loser: loser === '' ? null : loser })),
  flags: z.array(z.int()),
  otherwise: z.array(z.string()),
};

/** The names in Redis, for any number of nodes. Redis's clock decides for all of them. */
export function createRedisNames(asking: Asking): Names {
  const define = (step: string) => {
    const script = defineScript(['names', `names-${step}`], import.meta.url);
    return (args: readonly (string | number)[]) => asking.ask((redis) => script(redis, KEYS, args));
  };
  const scripts = {
    claim: define('claim'),
    seize: define('seize'),
    keep: define('keep'),
    free: define('free'),
    renew: define('renew'),
    release: define('release'),
  };

  return {
    claim: async ({ id, name }, holdMs) =>
      answers.flag.parse(await scripts.claim([id, nameFold(name), name, holdMs])),
    seize: async ({ id, name }, holdMs, kept) =>
      answers.seized.parse(await scripts.seize([id, nameFold(name), name, holdMs, kept])),
    keep: async ({ id, name }, holdMs) =>
      answers.flag.parse(await scripts.keep([id, nameFold(name), name, holdMs])),
    free: async (names) => {
      const flags = answers.flags.parse(await scripts.free(names.map(nameFold)));
      return names.filter((_, index) => flags[index] === 1);
    },
    renew: async (members, holdMs) => {
      const renamed: Renamed[] = [];
      // Once even where nobody is here: names whose time is over are forgotten on this occasion.
      for (let from = 0; from === 0 || from < members.length; from += RENEW_MAX) {
        const batch = members.slice(from, from + RENEW_MAX);
        const args = batch.flatMap(({ id, name }) => [id, nameFold(name), name]);
        renamed.push(...toRenamed(answers.otherwise.parse(await scripts.renew([holdMs, ...args]))));
      }
      return renamed;
    },
    release: async (memberId) => void (await scripts.release([memberId])),
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
