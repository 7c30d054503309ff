import { readFileSync } from 'node:fs';
import type { Findings, Job } from './findings';
import { makePlan } from './plan/make-plan';
import type { Plan } from './plan/plan';
import { shrink } from './plan/shrink';
import { diagramOf } from './trace/diagram';
import { textOf } from './trace/trace';
import { type Outcome, runPlan } from './world/run-plan';
import { soon, wallClock } from './world/wall-clock';

/** How long it is tried to make one small. */
const SHRINK_MS = 20_000;
const TELL_EVERY_MS = 500;

/** A process that lives through one world after the other, and tells of them. */
function work({ first, step, count, plans, untilMs, writes, isShrunk }: Job): void {
  const kept = [...plans];
  let findings: Findings = { done: 0, tasks: 0, virtualMs: 0, failed: [] };
  let [done, toldAt] = [0, wallClock.now()];
  const tell = () => {
    process.send?.(findings);
    findings = { done: 0, tasks: 0, virtualMs: 0, failed: [] };
    toldAt = wallClock.now();
  };
  // Whoever wanted to know is gone. At the end there may be something to be written out yet.
  const leave = () => process.exit();
  process.on('disconnect', leave);
  const next = () => {
    if (kept.length === 0 && (done >= count || wallClock.now() >= untilMs)) {
      tell();
      process.off('disconnect', leave);
      return process.disconnect?.();
    }
    const file = kept.shift();
    const plan =
      file === undefined ? makePlan(first + done * step) : (JSON.parse(readFileSync(file, 'utf8')) as Plan);
    if (file === undefined) done += 1;
    const outcome = runPlan(plan, writes !== 'nothing');
    write(outcome, writes);
    const failed = outcome.complaints.length === 0 ? [] : [isShrunk ? smallest(outcome) : outcome];
    findings = {
      done: findings.done + 1,
      tasks: findings.tasks + outcome.tasks,
      virtualMs: findings.virtualMs + outcome.virtualMs,
      failed: [...findings.failed, ...failed.map(({ plan, complaints }) => ({ plan, complaints }))],
    };
    if (failed.length > 0 || wallClock.now() - toldAt > TELL_EVERY_MS) tell();
    soon(next);
  };
  soon(next);
}

function write({ trace }: Outcome, writes: Job['writes']): void {
  if (writes === 'trace') process.stdout.write(textOf(trace));
  if (writes === 'diagram') process.stdout.write(diagramOf(trace));
}

function smallest(outcome: Outcome): Outcome {
  const until = wallClock.now() + SHRINK_MS;
  const { plan } = shrink(outcome, () => wallClock.now() < until);
  const small = runPlan(plan, true);
  process.stdout.write(diagramOf(small.trace));
  return small;
}

work(JSON.parse(process.argv[2] ?? '') as Job);
