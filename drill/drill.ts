import { ensureBuild } from '@/scripts/cluster/ensure-build';
import { ensureTools } from '@/scripts/ensure-tools';
import { runProgram } from '@/scripts/run-program';
import { createConcord } from './concord/concord';
import { type DrillResult, holdDrill } from './hold-drill';
import { type DrillOptions, readOptions, USAGE } from './options';
import { PLAIN_SYSTEMS } from './plain/plain';
import { baselineStagesOf, FULL, QUICK, stagesOf } from './plan';
import { showProgress } from './progress';
import { writeReport } from './report/write-report';
import { complaintsOf, isKept, tableOf } from './table';

/** `npm run drill`: lets everything die that can, and counts what became of the messages. */
async function run(options: DrillOptions): Promise<boolean> {
  const tell = (line: string) => console.log(`… ${line}`);
  ensureTools(tell);
  if (!options.isBaseline) ensureBuild(tell);
  const results: DrillResult[] = [];
  for (const system of options.isBaseline ? PLAIN_SYSTEMS : [createConcord()]) {
    results.push(await hold(options, system));
  }
  if (options.report !== null) {
    await writeReport(options.report, results);
    console.log(`The report is in ${options.report}.`);
  }
  return results.every(options.isBaseline ? hasFailed : hasKept);
}

async function hold(
  { isQuick, isBaseline, only }: DrillOptions,
  system: DrillResult['system'],
): Promise<DrillResult> {
  const progress = showProgress(process.stdout);
  const size = isQuick ? QUICK : FULL;
  const stages = (isBaseline ? baselineStagesOf : stagesOf)(size);
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

const hasKept = ({ outcomes }: DrillResult): boolean => outcomes.length > 0 && outcomes.every(isKept);

/** A drill in which plain Socket.IO loses nothing would prove nothing. */
const hasFailed = ({ outcomes }: DrillResult): boolean => outcomes.some(({ lost }) => lost.length > 0);

runProgram({ readOptions, usage: USAGE, run });
