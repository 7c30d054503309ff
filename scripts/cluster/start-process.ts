import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { lowerSession } from './niceness';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Running {
  readonly name: string;
  readonly pid: number;
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The last lines that it printed, for the message that says why it failed. */
  tail(): string;
  /** Asks it to end with SIGTERM, and kills it with SIGKILL after `STOP_WITHIN_MS`. */
  stop(): Promise<Ended>;
  kill(): Promise<Ended>;
}

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly onLine?: ((line: string) => void) | undefined;
}

/** A node drains for up to 10 s. */
const STOP_WITHIN_MS = 12_000;
const TAIL_LINES = 30;

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) killGroup(child);
});

/** Starts a program that ends with this one at the latest. */
export async function startProcess(options: ProcessOptions): Promise<Running> {
  const { name, command, args, env, cwd } = options;
  // A session of its own: Ctrl-C reaches only us, so that the parts end in our order and not all at once.
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = endOf(child);
  const lines = keepTail(child, options.onLine);
  await once(child, 'spawn');
  lowerSession(child.pid as number);
  alive.add(child);
  return {
    name,
    pid: child.pid as number,
    process: child,
    ended,
    tail: () => lines.join('\n'),
    stop: () => stop(child, ended),
    kill: () => {
      killGroup(child);
      return ended;
    },
  };
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      alive.delete(child);
      resolve({ code, signal });
    });
  });
}

function keepTail(child: ChildProcess, onLine: ProcessOptions['onLine']): string[] {
  const lines: string[] = [];
  const read = (stream: Readable) =>
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > TAIL_LINES) lines.shift();
      onLine?.(line);
    });
  for (const stream of [child.stdout, child.stderr]) if (stream) read(stream);
  return lines;
}

/** Kills its children too: the workers of a load balancer would outlive it and hold the port. */
function killGroup(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-(child.pid as number), 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

async function stop(child: ChildProcess, ended: Promise<Ended>): Promise<Ended> {
  const insist = setTimeout(() => killGroup(child), STOP_WITHIN_MS);
  child.kill('SIGTERM');
  // A stopped process takes SIGTERM only once it runs again.
  child.kill('SIGCONT');
  const result = await ended;
  clearTimeout(insist);
  return result;
}
