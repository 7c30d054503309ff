import { type Outcome, runPlan } from '@/simulation/world/run-plan';
import type { Plan, Step } from './plan';

/** What a complaint is about, whoever it befell. */
export const kindOf = (complaint: string): string =>
  complaint
    .replace(/\s+at [\s\S]*/, '')
    .replace(/"[^"]*"|\[[^\]]*\]|[A-Z][a-z]+(\.\d+)?(?= )|\d+/g, '…')
    .slice(0, 80);

/** Fewer steps, fewer people and less time that end in a complaint of the same kind, as far as they are found in time. */
export function shrink(failed: Outcome, isTimeLeft: () => boolean): Outcome {
  const kinds = new Set(failed.complaints.map(kindOf));
  let best = failed;
  const fails = (plan: Plan): boolean => {
    if (!isTimeLeft()) return false;
    const outcome = runPlan(plan, false);
    const isSame = outcome.complaints.some((complaint) => kinds.has(kindOf(complaint)));
    if (isSame) best = outcome;
    return isSame;
  };
  withFewerSteps(failed.plan.steps, (steps) => fails({ ...best.plan, steps }));
  for (const smaller of smallerThan(best.plan)) fails({ ...best.plan, ...smaller });
  withFewerSteps(best.plan.steps, (steps) => fails({ ...best.plan, steps }));
  return best;
}

/** Leaves out halves, then quarters, and so on down to each alone. */
function withFewerSteps(all: readonly Step[], fails: (steps: readonly Step[]) => boolean): void {
  let steps = all;
  for (let size = Math.ceil(all.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < steps.length; ) {
      const fewer = [...steps.slice(0, from), ...steps.slice(from + size)];
      if (fails(fewer)) steps = fewer;
      else from += size;
    }
  }
}

/** The last moments need not be waited for, and who does nothing need not be there. */
function smallerThan({ steps, people, nodes }: Plan): Partial<Plan>[] {
  const lastAt = steps.at(-1)?.at ?? 0;
  return [
    { busyMs: lastAt + 1 },
    ...Array.from({ length: people - 1 }, (_, index) => ({ people: index + 1 })).reverse(),
    ...Array.from({ length: nodes - 1 }, (_, index) => ({ nodes: index + 1 })).reverse(),
  ];
}
