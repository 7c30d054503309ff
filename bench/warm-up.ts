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
  /** Of all rounds. */
  readonly verdict: Verdict;
  readonly rounds: readonly Round[];
}

/**
 * Lets each system do for a while what is measured after it: V8 compiles what runs often for most of a minute, on
 * threads of the same process, and nobody starts a node for ten seconds.
 */
export async function warmUp(places: readonly Place[], plan: WarmUpPlan, { tell }: PartOptions) {
  const warmUps: WarmUp[] = [];
  for (const { site, crowd } of places) {
    const { name: system } = site.system;
    const rounds: Round[] = [];
    while (rounds.length < plan.rounds) {
      tell(`${system} warms up, ${rounds.length + 1} of ${plan.rounds}`);
      rounds.push(await holdRound(site, crowd, { rate: plan.rate, warmUpMs: 0, measureMs: plan.roundMs }));
    }
    const verdict = rounds.map((round) => round.verdict).reduce(addVerdicts, FLAWLESS);
    warmUps.push({ system, rate: plan.rate, verdict, rounds });
  }
  return warmUps;
}

/** What it cost meanwhile, so that nobody has to believe that it matters. */
export function warmUpTable(warmUps: readonly WarmUp[], { rate, roundMs, rounds }: WarmUpPlan): Table {
  const steps = Array.from({ length: rounds }, (_, index) => `until ${((index + 1) * roundMs) / 1_000} s`);
  return {
    title: `Warming up before that, at ${rate} messages/s: CPU of nodes and Redis for each delivery`,
    headings: ['system', ...steps],
    rows: warmUps.map((one) => [
      one.system,
      ...one.rounds.map((round) => microseconds(cpuPerDelivery(round))),
    ]),
  };
}
