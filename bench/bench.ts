import { ensureBuild } from '@/scripts/cluster/ensure-build';
import { ensureTools } from '@/scripts/ensure-tools';
import { layOutTable } from '@/scripts/report/lay-out-table';
import { runProgram } from '@/scripts/run-program';
import { type BenchOptions, readOptions, USAGE } from './options';
import type { HoldPart, PartResult } from './part';
import { measureAppend } from './parts/append';
import { measureDelivery } from './parts/delivery';
import { measureIdle } from './parts/idle';
import { measurePage } from './parts/page';
import { measurePresence } from './parts/presence';
import { measureRecovery } from './parts/recovery';
import { measureResume } from './parts/resume';
import { soakFor } from './parts/soak';
import { measureTexts } from './parts/texts';
import { showProgress } from './progress';
import type { Table } from './report/table';
import { targetTable } from './report/targets';
import { writeReport } from './report/write-report';

interface Part {
  readonly name: string;
  readonly hold: HoldPart;
  /** Whether it tells something about correctness within seconds. */
  readonly isQuick: boolean;
}

const PARTS: readonly Part[] = [
  { name: 'delivery', hold: measureDelivery, isQuick: true },
  { name: 'idle', hold: measureIdle, isQuick: false },
  { name: 'recovery', hold: measureRecovery, isQuick: false },
  { name: 'append', hold: measureAppend, isQuick: false },
  { name: 'resume', hold: measureResume, isQuick: true },
  { name: 'presence', hold: measurePresence, isQuick: false },
  { name: 'page', hold: measurePage, isQuick: true },
  { name: 'texts', hold: measureTexts, isQuick: false },
];

/** `npm run bench`: measures Concord beside plain Socket.IO. Returns whether Concord did nothing that it must never do. */
async function run(options: BenchOptions): Promise<boolean> {
  const tell = (line: string) => console.log(`… ${line}`);
  ensureTools(tell);
  ensureBuild(tell);
  const results = await holdAll(partsOf(options), options);
  const targets = results.flatMap((result) => result.targets ?? []);
  if (targets.length > 0) {
    results.unshift({ tables: [targetTable(targets)] });
    print(targetTable(targets));
  }
  if (options.report !== null) {
    for (const file of await writeReport(options.report, results)) console.log(`Written: ${file}`);
  }
  const complaints = results.flatMap((result) => result.complaints ?? []);
  for (const complaint of complaints) console.error(complaint);
  return complaints.length === 0;
}

function partsOf({ isQuick, only, soakMs }: BenchOptions): readonly Part[] {
  if (soakMs !== null) return [{ name: 'soak', hold: soakFor(soakMs), isQuick: false }];
  return PARTS.filter((part) => part.name.includes(only) && (part.isQuick || !isQuick));
}

async function holdAll(parts: readonly Part[], { isQuick }: BenchOptions): Promise<PartResult[]> {
  const progress = showProgress(process.stdout);
  const results: PartResult[] = [];
  try {
    for (const { name, hold } of parts) {
      progress.begin(name);
      const result = await hold({ isQuick, tell: progress.tell });
      progress.end(result.complaints?.length ? '✗' : '✓');
      for (const table of result.tables) print(table);
      results.push(result);
    }
  } finally {
    progress.close();
  }
  return results;
}

const print = ({ title, headings, rows }: Table) =>
  console.log(`\n${title}\n\n${layOutTable(headings, rows)}\n`);

runProgram({ readOptions, usage: USAGE, run });
