import { mkdirSync, rmSync } from 'node:fs';
import { runStep } from './test/run-step';
import { STEPS, type Step } from './test/steps';
import { add, closingLine, NOTHING, readTally, type Tally } from './test/tally';

const secondsSince = (start: number): string => `${((Date.now() - start) / 1000).toFixed(1)} s`;

async function takeStep(step: Step): Promise<Tally> {
  const start = Date.now();
  const { hasPassed, output } = await runStep(step);
  const tally = step.report ? readTally(step.report) : NOTHING;
  const count = step.report ? `  ${closingLine(tally)}` : '';
  console.log(`${hasPassed ? '✓' : '✗'} ${step.name.padEnd(18)} ${secondsSince(start).padStart(7)}${count}`);
  if (hasPassed) return tally;
  console.log(`\n${output}`);
  process.exitCode = 1;
  // A failure outside of a test is a failure all the same.
  return tally.failed > 0 ? tally : add(tally, { passed: 0, failed: 1 });
}

async function takeSteps(): Promise<Tally> {
  let total = NOTHING;
  for (const steps of STEPS) {
    for (const tally of await Promise.all(steps.map(takeStep))) total = add(total, tally);
    if (total.failed > 0) break;
  }
  return total;
}

const start = Date.now();
rmSync('reports', { recursive: true, force: true });
mkdirSync('reports', { recursive: true });
try {
  const total = await takeSteps();
  console.log(`${secondsSince(start)} in all`);
  console.log(closingLine(total));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
