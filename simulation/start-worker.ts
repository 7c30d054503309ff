import { type ChildProcess, fork } from 'node:child_process';
import type { Bundle } from './bundle';
import type { Job } from './findings';

/** A process that does the job, and tells of it by messages. What it writes comes out here, or is for `said`. */
export function startWorker({ install, worker }: Bundle, job: Job, isHeard = true): ChildProcess {
  return fork(worker, [JSON.stringify(job)], {
    execArgv: ['--import', install, '--max-semi-space-size=32'],
    stdio: isHeard ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
