import { type Bundle, bundleSimulation } from '@/simulation/bundle';
import type { Findings, Job } from '@/simulation/findings';
import { startWorker } from '@/simulation/start-worker';
import type { Mutant } from './mutant';
import { MUTANTS } from './mutants';

export interface HuntOptions {
  /** Only those whose names or files contain this. */
  readonly only: string;
  readonly seed: number;
  /** How long each is looked for. */
  readonly maxMs: number;
  readonly processes: number;
}

export interface Found {
  readonly mutant: Mutant;
  /** After so many milliseconds and seeds; `null` where it was not found. */
  readonly after: { readonly ms: number; readonly seeds: number } | null;
  readonly complaint: string;
}

/**
 * Puts each fault into a copy of the product, one at a time, and looks for it with seeds that nobody chose for it.
 * @param told called with each as it is over
 */
export async function huntMutants(
  { only, seed, maxMs, processes }: HuntOptions,
  told: (found: Found) => void,
): Promise<boolean> {
  const hunted = MUTANTS.filter(({ name, file }) => name.includes(only) || file.includes(only));
  let isEachFound = hunted.length > 0;
  const next = async (): Promise<void> => {
    const mutant = hunted.shift();
    if (mutant === undefined) return;
    const found = await hunt(mutant, seed, maxMs);
    isEachFound &&= found.after !== null;
    told(found);
    return next();
  };
  await Promise.all(Array.from({ length: processes }, next));
  return isEachFound;
}

async function hunt(mutant: Mutant, seed: number, maxMs: number): Promise<Found> {
  const bundle = await bundleSimulation(mutant);
  try {
    return await look(bundle, mutant, seed, maxMs);
  } finally {
    bundle.remove();
  }
}

/** One process, which ends with the first seed that fails. A mutant that hangs it is found as well. */
function look(bundle: Bundle, mutant: Mutant, seed: number, maxMs: number): Promise<Found> {
  const began = Date.now();
  const job: Job = {
    first: seed,
    step: 1,
    count: Number.MAX_SAFE_INTEGER,
    untilMs: began + maxMs,
    plans: [],
    writes: 'nothing',
    isShrunk: false,
  };
  const worker = startWorker(bundle, job, false);
  let seeds = 0;
  let said = '';
  worker.stderr?.on('data', (data: Buffer) => {
    said += data.toString();
  });
  return new Promise((resolve) => {
    const end = (complaint: string, isFound: boolean) => {
      clearTimeout(giveUp);
      worker.kill('SIGKILL');
      resolve({ mutant, after: isFound ? { ms: Date.now() - began, seeds } : null, complaint });
    };
    const giveUp = setTimeout(() => end('it hangs', true), maxMs + 20_000);
    worker.on('message', (message) => {
      const { done, failed } = message as Findings;
      seeds += done;
      if (failed[0] !== undefined) end(`seed ${failed[0].plan.seed}: ${failed[0].complaints[0]}`, true);
    });
    worker.on('exit', (code) =>
      end(code === 0 ? '' : (said.split('\n')[0] ?? ''), code !== 0 && code !== null),
    );
  });
}
