import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { giveWay } from '@/scripts/cluster/niceness';
import type { Attack, Score } from './attack';
import { ATTACKS } from './attacks';
import { BEGUN, type Plan, planSchema } from './plan';
import { Target } from './target';

/** Where the machine is busy with other things, an attack goes on until it has come to something. */
const SETTLE_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;
/** Attacks look once more at what they have open; whatever waits for an answer waits in vain after this. */
const LEAVE_WITHIN_MS = 300;

/** Attacks as planned, and prints a line of JSON with the outcome of each. */
async function attack(plan: Plan): Promise<void> {
  // Attackers have machines of their own. Here, where times are judged, they take what nodes and people leave.
  if (plan.isNice) giveWay();
  console.log(BEGUN);
  const attacks = ATTACKS.filter(({ name }) => plan.names.includes(name));
  const scores = await Promise.all(attacks.map((one) => strike(one, plan)));
  for (const score of scores) console.log(JSON.stringify(score));
}

async function strike({ name, run }: Attack, { urls, rooms, ms }: Plan): Promise<Score> {
  const start = performance.now();
  const over = new AbortController();
  const { signal } = over;
  setMaxListeners(0, signal); // Everybody who pauses listens to it.
  const target = new Target({ urls, rooms, address: addressOf(name), signal });
  void untilSettled(target, ms).then(async () => {
    over.abort();
    await pause(LEAVE_WITHIN_MS);
    target.close();
  });
  await run(target);
  target.close();
  const { tried, through } = target;
  return { name, tried, through, ms: Math.round(performance.now() - start) };
}

/** Each has an address of its own, from a block reserved for documentation. */
const addressOf = (name: string): string =>
  `198.51.100.${ATTACKS.findIndex((attack) => attack.name === name) + 1}`;

async function untilSettled(target: Target, ms: number): Promise<void> {
  const deadline = performance.now() + ms + SETTLE_WITHIN_MS;
  await pause(ms);
  while ((target.tried === 0 || target.isWaiting) && performance.now() < deadline) await pause(LOOK_EVERY_MS);
}

await attack(planSchema.parse(JSON.parse(process.argv[2] ?? '')));
process.exit(0);
