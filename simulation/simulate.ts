import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from '@/scripts/run-program';
import { type Bundle, bundleSimulation } from './bundle';
import type { Findings, Job } from './findings';
import { huntMutants } from './mutants/run-mutants';
import { readOptions, type SimulateOptions, USAGE } from './options';
import { startWorker } from './start-worker';

const KEPT = fileURLToPath(new URL('kept', import.meta.url));
/** Complaints of one seed that are written out. */
const COMPLAINTS_MAX = 6;
const STEPS_MAX = 40;
const COMPLAINT_MAX = 120;

/** `npm run simulate`: lives through one world after the other, and tells of those that end otherwise than was promised. */
async function simulate(options: SimulateOptions): Promise<boolean> {
  if (options.isOfMutants) return huntAll(options);
  const began = Date.now();
  const first = options.seed ?? began % 1_000_000_000;
  const processes = options.processes ?? availableParallelism();
  const total = { done: 0, tasks: 0, virtualMs: 0, failed: 0 };
  const hear = (found: Findings) => {
    total.done += found.done;
    total.tasks += found.tasks;
    total.virtualMs += found.virtualMs;
    total.failed += found.failed.length;
    for (const one of found.failed) tell(one);
  };
  const plans = options.areKeptFirst ? readdirSync(KEPT).map((name) => join(KEPT, name)) : [];
  const jobs = Array.from({ length: processes }, (_, index) => ({
    first: first + index,
    step: processes,
    count: options.count === null ? Number.MAX_SAFE_INTEGER : Math.ceil((options.count - index) / processes),
    untilMs: options.count === null ? began + options.minutes * 60_000 : Number.MAX_SAFE_INTEGER,
    plans: plans.filter((_, place) => place % processes === index),
    writes: options.writes,
    isShrunk: options.isShrunk,
  }));
  const bundle = await bundleSimulation();
  const ends = await Promise.all(jobs.map((job) => work(bundle, job, hear)));
  bundle.remove();
  const seconds = (Date.now() - began) / 1_000;
  const each = (amount: number) => Math.round(amount / Math.max(1, total.done));
  console.log(
    `${total.done} seeds from ${first} in ${seconds.toFixed(1)} s, ${Math.round((total.done / seconds) * 60)} a minute; ` +
      `${each(total.virtualMs / 1_000)} virtual seconds and ${each(total.tasks)} tasks each; ${total.failed} failed`,
  );
  return total.failed === 0 && ends.every((code) => code === 0);
}

async function huntAll({ only, seed, minutes, processes }: SimulateOptions): Promise<boolean> {
  const options = {
    only,
    seed: seed ?? 1,
    maxMs: minutes * 60_000,
    processes: processes ?? availableParallelism(),
  };
  return huntMutants(options, ({ mutant, after, complaint }) => {
    const when =
      after === null ? '✗ not found' : `✓ ${(after.ms / 1_000).toFixed(1)} s, ${after.seeds} seeds`;
    console.log(`${when.padEnd(22)} ${mutant.name}\n${' '.repeat(23)}${complaint.slice(0, COMPLAINT_MAX)}`);
  });
}

/** Resolves to how the process ended. */
function work(bundle: Bundle, job: Job, hear: (found: Findings) => void): Promise<number | null> {
  const worker = startWorker(bundle, job);
  worker.on('message', (found) => hear(found as Findings));
  return new Promise((resolve) => worker.on('exit', resolve));
}

function tell({ plan, complaints }: Findings['failed'][number]): void {
  const { seed, nodes, people, busyMs, steps } = plan;
  console.log(`✗ seed ${seed}: ${nodes} nodes, ${people} people, ${busyMs} ms, ${steps.length} steps`);
  for (const complaint of complaints.slice(0, COMPLAINTS_MAX)) console.log(`    ${complaint}`);
  if (steps.length > STEPS_MAX) return;
  for (const step of steps) console.log(`      ${JSON.stringify(step)}`);
}

runProgram({ readOptions, usage: USAGE, run: simulate });
