import type { PartOptions } from './part';
import { microseconds, type Table } from './report/table';
import { cpuPerDelivery, holdRound, type Place, type Round } from './round';
import { addVerdicts, FLAWLESS, type Verdict } from './tally';

export interface WarmUpPlan {
  /** Messages a second. */
  readonly rate: number;
  readonly rounds: number;
  readonly roundMs: number;
}

/** What one system did meanwhile. */
export interface WarmUp {
  readonly system: string;
  readonly rate: number;
  /** About all rounds. */
  readonly verdict: Verdict;
  readonly rounds: readonly Round[];
}

/**
 * Lets each system do for a while what is measured afterwards. For most of a minute V8 compiles code that runs often, on other
 * threads of the same process; a real node lives for weeks.
 */
export async function warmUp(places: readonly Place[], plan: WarmUpPlan, { tell }: PartOptions) {
  const rounds: Round[][] = places.map(() => []);
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const [index, { site, crowd }] of places.entries()) {
      tell(`${site.system.name} warms up, ${round} of ${plan.rounds}`);
      const roundPlan = { rate: plan.rate, warmUpMs: 0, measureMs: plan.roundMs };
      rounds[index]?.push(await holdRound(site, crowd, roundPlan));
    }
  }
  return places.map(({ site }, index): WarmUp => {
    const own = rounds[index] ?? [];
    const verdict = own.map((round) => round.verdict).reduce(addVerdicts, FLAWLESS);
    return { system: site.system.name, rate: plan.rate, verdict, rounds: own };
  });
}

/** What it cost meanwhile, so that nobody has to take on trust that it matters. */
export function warmUpTable(warmUps: readonly WarmUp[], { rate, roundMs, rounds }: WarmUpPlan): Table {
  const steps = Array.from({ length: rounds }, (_, index) => `until ${((index + 1) * roundMs) / 1_000} s`);
  return {
    title: `Before that, at ${rate} messages/s: CPU of nodes and Redis for each delivery`,
    headings: ['system', ...steps],
    rows: warmUps.map((one) => [
      one.system,
      ...one.rounds.map((round) => microseconds(cpuPerDelivery(round))),
    ]),
  };
}
