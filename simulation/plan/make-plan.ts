import type { Direction } from '@/simulation/network/link';
import { Random } from '@/simulation/world/random';
import { losesData, type Plan, type PlannedEvent, type Step, type Where } from './plan';

/** The most there is of each in a world. */
const NODES_MAX = 3;
const PEOPLE_MAX = 12;
const BUSY_MAX_MS = 550_000;
/** How far a clock jumps. */
export const JUMP_MAX_MS = 90_000;

const REFUSALS = ['OOM', 'READONLY', 'MISCONF', 'NOREPLICAS'] as const;

const WAYS: readonly (readonly Direction[])[] = [['up'], ['down'], ['up', 'down']];

type Make = (random: Random, size: Pick<Plan, 'nodes' | 'people' | 'rooms'>) => PlannedEvent;

const someone = (random: Random, people: number) => random.below(people);

function somewhere(random: Random, { nodes, people }: Pick<Plan, 'nodes' | 'people'>): Where {
  return random.pickWeighted<Where>([
    [5, { person: random.below(people) }],
    [3, { node: random.below(nodes) }],
    [2, { store: random.below(nodes) }],
  ]);
}

/** Mostly short, at times long: what is told apart by seconds is told apart by minutes as well. */
const span = (random: Random): number => Math.round(200 * 400 ** random.next());

const byPerson =
  (event: 'delete' | 'rename' | 'open' | 'close' | 'crash' | 'reload' | 'unmute' | 'remove'): Make =>
  (random, { people }) => ({ do: event, person: someone(random, people) });

const forAWhile =
  (event: 'sleep' | 'hide' | 'offline' | 'mute'): Make =>
  (random, { people }) => ({ do: event, person: someone(random, people), ms: span(random) });

const atNode =
  (event: 'die' | 'freeze' | 'restart'): Make =>
  (random, { nodes }) => ({ do: event, node: random.below(nodes), ms: span(random) });

const WHAT_PEOPLE_DO: readonly (readonly [weight: number, make: Make])[] = [
  [
    40,
    (random, { people, rooms }) => ({
      do: 'write',
      person: someone(random, people),
      room: random.below(rooms),
    }),
  ],
  [4, byPerson('delete')],
  [2, byPerson('rename')],
  [3, byPerson('open')],
  [2, byPerson('close')],
  [1, byPerson('crash')],
  [3, byPerson('reload')],
  [3, forAWhile('hide')],
  [
    4,
    (random, { people, rooms }) => ({
      do: 'look',
      person: someone(random, people),
      room: random.below(rooms),
    }),
  ],
];

const WHAT_MODERATORS_DO: readonly (readonly [weight: number, make: Make])[] = [
  [4, forAWhile('mute')],
  [2, byPerson('unmute')],
  [2, byPerson('remove')],
];

const WHAT_BEFALLS: readonly (readonly [weight: number, make: Make])[] = [
  [3, forAWhile('sleep')],
  [3, forAWhile('offline')],
  [
    8,
    (random, size) => ({
      do: 'silence',
      where: somewhere(random, size),
      ways: random.pick(WAYS),
      ms: span(random),
    }),
  ],
  [
    4,
    (random, size) => ({
      do: 'slow',
      where: somewhere(random, size),
      delayMs: random.between(50, 10_000),
      ms: span(random),
    }),
  ],
  [4, (random, size) => ({ do: 'lose', where: somewhere(random, size), ways: random.pick(WAYS) })],
  [6, (random, size) => ({ do: 'reset', where: somewhere(random, size) })],
  [4, atNode('die')],
  [4, atNode('freeze')],
  [2, atNode('restart')],
  [
    1,
    (random, size) => ({
      do: 'jump',
      where: somewhere(random, size),
      ms: random.between(-JUMP_MAX_MS, JUMP_MAX_MS),
    }),
  ],
  [1, () => ({ do: 'flush' })],
  [1, () => ({ do: 'forgetListeners' })],
  [1, () => ({ do: 'cutListeners' })],
  [1, (random) => ({ do: random.pick(['copy', 'bringBack'] as const) })],
  [2, (random) => ({ do: 'restartStore', lose: random.isLucky(0.3) ? 0 : random.below(60) })],
  [1, (random) => ({ do: 'failOver', lose: random.below(60) })],
  [1, () => ({ do: 'restartAsOf', agoMs: 1_000 })],
  [2, (random) => ({ do: 'storeAway', ms: span(random) })],
  [2, (random) => ({ do: 'storePause', ms: span(random) })],
  [1, (random) => ({ do: 'refuse', why: random.pick(REFUSALS), ms: span(random) })],
  [2, (random) => ({ do: 'answerNothing', count: random.between(1, 4) })],
  [1, (random) => ({ do: 'losePublications', count: random.between(1, 4) })],
];

/**
 * What happens in the world of a seed. Each knows a few kinds of disaster only, more or less often: where everything happens
 * at once, much of it hides the rest.
 */
export function makePlan(seed: number): Plan {
  const random = new Random(`plan/${seed}`);
  const nodes = random.between(1, NODES_MAX);
  const people = random.between(2, random.isLucky(0.2) ? PEOPLE_MAX : 5);
  const rooms = random.between(1, 2);
  const busyMs = Math.round(Math.min(BUSY_MAX_MS, 10_000 * 55 ** (random.next() * random.next())));
  const size = { nodes, people, rooms };
  const kinds = WHAT_BEFALLS.filter(() => random.isLucky(0.4));
  const steps: Step[] = [];
  const fill = (everyMs: number, choices: readonly (readonly [number, Make])[]) => {
    if (choices.length === 0) return;
    for (let at = 2 * everyMs * random.next(); at < busyMs; at += 2 * everyMs * random.next()) {
      steps.push({ at: Math.round(at), ...random.pickWeighted(choices)(random, size) });
    }
  };
  fill((random.between(1, 20) * 1_000) / people, WHAT_PEOPLE_DO);
  fill(random.between(2, 20) * 1_000, kinds);
  if (random.isLucky(0.3)) fill(random.between(5, 40) * 1_000, WHAT_MODERATORS_DO);
  // What has just come back is lost once more, before everybody has seen it.
  for (const step of [...steps]) {
    const again = losesData(step) && random.isLucky(0.4) ? random.between(1, 3) : 0;
    for (let count = 1; count <= again; count += 1)
      steps.push({ ...step, at: step.at + Math.round(5 * 400 ** random.next()) });
  }
  steps.sort((one, other) => one.at - other.at);
  return { seed, ...size, busyMs, isClassic: random.isLucky(0.3), steps };
}
