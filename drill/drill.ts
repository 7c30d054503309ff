import { ensureBuild } from '@/scripts/cluster/ensure-build';
import { ensureTools } from '@/scripts/ensure-tools';
import { runProgram } from '@/scripts/run-program';
import { type DrillResult, holdDrill } from './hold-drill';
import { type DrillOptions, readOptions, USAGE } from './options';
import { type DrillPlan, planOf } from './plan';
import { showProgress } from './progress';
import { writeReport } from './report/write-report';
import type { System } from './system';
import { complaintsOf, tableOf } from './table';

/** `npm run drill`: kills or attacks everything that can be, and counts what became of the messages. */
async function run(options: DrillOptions): Promise<boolean> {
  const tell = (line: string) => console.log(`… ${line}`);
  ensureTools(tell);
  if (!options.isBaseline || options.isAbuse) ensureBuild(tell);
  const plan = planOf(options);
  const results: DrillResult[] = [];
  for (const system of plan.systems) results.push(await hold(plan, options, system));
  if (options.report !== null) {
    await writeReport(options.report, results);
    console.log(`The report is in ${options.report}.`);
  }
  return results.every(plan.isAsExpected);
}

async function hold(
  { size, stages }: DrillPlan,
  { only }: DrillOptions,
  system: System,
): Promise<DrillResult> {
  const progress = showProgress(process.stdout);
  console.log(`${system.name}: ${size.talkers + size.browsers} people, ${size.messagesPerSecond} messages/s`);
  try {
    const result = await holdDrill({ system, size, stages, only, progress });
    console.log(`\n${tableOf(result.outcomes)}\n`);
    for (const line of result.outcomes.flatMap(complaintsOf)) console.log(line);
    return result;
  } finally {
    progress.close();
  }
}

runProgram({ readOptions, usage: USAGE, run });
