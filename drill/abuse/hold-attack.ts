import { type HoldRound, holdRound, type Outcome } from '../round';
import type { Wait } from '../witness';
import type { AttackFault, Strike } from './attack-fault';
import { type Compared, judgeAttack } from './judge-attack';
import { type NodeWatch, watchNodes } from './node-watch';
import { openProbe } from './probe';

export interface AttackRounds {
  readonly hold: HoldRound;
  close(): void;
}

export interface AttackRoundsOptions {
  readonly memoryMax: number;
  readonly isTimed: boolean;
}

const SLOW_PART = 0.99;

/** Rounds in which somebody attacks, and which also measure what that costs others. */
export function createAttackRounds({ memoryMax, isTimed }: AttackRoundsOptions): AttackRounds {
  let nodes: NodeWatch | undefined;
  return {
    hold: async (fault, options) => {
      const { attacks, lastStrike } = fault as AttackFault; // Its stage has no other faults.
      nodes ??= await watchNodes(options.cluster.nodes);
      nodes.restart();
      const probe = await openProbe(options.cluster.nodes, () => options.witness.now());
      const outcome = await holdRound(fault, options);
      const strike = lastStrike();
      const { deliveries } = options.witness.testimony();
      const figures = {
        delivery: compare(outcome, strike, deliveries, SLOW_PART),
        ping: compare(outcome, strike, probe.pings(), 1),
        memory: nodes.growth(),
        scores: strike.scores,
      };
      const letGo = probe.letGo();
      probe.close();
      const { interrupted } = outcome;
      const seen = { died: nodes.died(), beyondBudget: nodes.beyondBudget(), letGo, interrupted };
      const complaints = judgeAttack({ attacks, figures, memoryMax, isTimed, ...seen });
      return { ...outcome, complaints, attack: figures };
    },
    close: () => nodes?.close(),
  };
}

/** Compares what happened during the attack with what happened before and after it. */
function compare(
  { began, from, to, ended }: Outcome,
  strike: Strike,
  waits: readonly Wait[],
  part: number,
): Compared {
  const within = (first: number, last: number) =>
    waits.filter(({ at }) => at >= first && at < last).map(({ ms }) => ms);
  return {
    quiet: quantile([...within(began, from), ...within(to, ended)], part),
    attacked: quantile(within(strike.began, to), part),
  };
}

/** Returns the value that this share of the values does not exceed; 0 if there are none. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
