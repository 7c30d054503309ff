import cluster, { type Worker } from 'node:cluster';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '@/lib/server/config/config';
import { hearWarnings, type Warnings } from '@/lib/server/config/warnings';
import { END } from './parent';
import { onEndSignal } from './shutdown';

/** After this time all nodes have ended, whatever still hangs: longer than one of them needs, shorter than 10 s. */
const SHUTDOWN_MAX_MS = 9_500;

/** A node that lived this long did not die of a wrong setting. */
const STEADY_MS = 10_000;
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 10_000;

/** With its place appended, it is still a valid NODE_ID. */
const NODE_ID_MAX = 60;

/**
 * The parent of several nodes on one port. It opens no store and serves nothing: Node hands each new connection to one node
 * after another. The parent starts the nodes, restarts those that die, and ends with them.
 */
export function runNodes(
  { nodes, nodeId }: Pick<Config, 'nodes' | 'nodeId'>,
  logger: Logger,
  warnings: Warnings,
): void {
  const folder = mkdtempSync(join(tmpdir(), 'concord-nodes-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const family = createFamily(logger);

  const run = (place: number, lastWaitMs: number) => {
    if (family.isEnding()) return;
    const started = performance.now();
    const id = `${nodeId.slice(0, NODE_ID_MAX)}-${place}`;
    const worker = cluster.fork({ NODE_ID: id, NODE_PLACE: String(place), NODES_FOLDER: folder });
    hearWarnings(worker, warnings);
    logger.info({ started: id, pid: worker.process.pid }, 'node started');
    family.add(worker, (code, signal) => {
      const waitMs = restartWait(performance.now() - started, lastWaitMs);
      logger.warn({ ended: id, code, signal, waitMs }, 'node ended; restarting it');
      setTimeout(run, waitMs, place, waitMs);
    });
  };

  cluster.once('listening', () => {
    family.serves();
    for (let place = 2; place <= nodes; place += 1) run(place, 0);
  });
  // One node first: an error that keeps it from starting would affect all of them, and is logged once.
  run(1, 0);
  onEndSignal(family.end, family.giveUp);
}

/** The running nodes, and how they end. */
function createFamily(logger: Logger) {
  const running = new Set<Worker>();
  const listening = new WeakSet<Worker>();
  let isServing = false;
  let isEnding = false;
  let exitCode = 0;

  const giveUp = () => {
    for (const worker of running) worker.process.kill('SIGKILL');
    process.exit(1);
  };

  const add = (worker: Worker, died: (code: number, signal: string) => void) => {
    running.add(worker);
    worker.once('listening', () => listening.add(worker));
    worker.on('error', (error) => logger.warn({ err: error }, 'a node cannot be reached'));
    worker.once('exit', (code, signal) => {
      running.delete(worker);
      if (!isEnding && !isServing) process.exit(code || 1); // The node itself has logged why it cannot start.
      if (!isEnding) return died(code, signal);
      if (code !== 0 && listening.has(worker)) exitCode = 1;
      if (running.size === 0) process.exit(exitCode);
    });
  };

  const end = (signal: NodeJS.Signals) => {
    isEnding = true;
    logger.info({ signal }, 'shutting down');
    setTimeout(giveUp, SHUTDOWN_MAX_MS).unref();
    if (running.size === 0) process.exit(0);
    for (const worker of running) {
      if (listening.has(worker)) worker.send(END);
      else worker.process.kill('SIGKILL'); // It serves nobody yet, and does not listen either.
    }
  };

  return {
    add,
    end,
    giveUp,
    serves: () => {
      isServing = true;
    },
    isEnding: () => isEnding,
  };
}

/**
 * Returns how many milliseconds a dead node waits before it is restarted: none after a long life, and twice as long each time
 * that it dies at once.
 */
export function restartWait(livedMs: number, lastWaitMs: number): number {
  if (livedMs >= STEADY_MS) return 0;
  return Math.min(MAX_WAIT_MS, Math.max(FIRST_WAIT_MS, lastWaitMs * 2));
}
