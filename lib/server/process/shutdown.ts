import type { Logger } from 'pino';

/** After this time the process ends, whatever still hangs: longer than a drain (5 s and 3 s), shorter than 10 s. */
const SHUTDOWN_MAX_MS = 9_000;

/** A terminal signals all its processes, and npm passes signals on: within this time, two signals count as one. */
const ONE_SIGNAL_MS = 1_000;

/** Calls `begin` on the first SIGTERM or SIGINT, and `hurry` on a later one from somebody who no longer wants to wait. */
export function onEndSignal(begin: (signal: NodeJS.Signals) => void, hurry: () => void): void {
  let begunAt: number | undefined;
  const hear = (signal: NodeJS.Signals) => {
    if (begunAt === undefined) {
      begunAt = performance.now();
      begin(signal);
    } else if (performance.now() - begunAt > ONE_SIGNAL_MS) hurry();
  };
  process.on('SIGTERM', hear);
  process.on('SIGINT', hear);
}

/** Calls `close` when the process is signalled to end, and then ends it: with 0 if `close` finished in time, else 1. */
export function shutdownOnSignal(close: () => Promise<void>, logger: Logger): void {
  const begin = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'shutting down');
    void endProcess(close, logger);
  };
  onEndSignal(begin, () => process.exit(1));
}

/** Calls `close`, then ends the process: with 0 if it finished in time, else 1. */
export async function endProcess(close: () => Promise<void>, logger: Logger): Promise<void> {
  setTimeout(() => {
    logger.error('shutting down took too long');
    process.exit(1);
  }, SHUTDOWN_MAX_MS).unref();
  try {
    await close();
    process.exit(0);
  } catch (error) {
    logger.error({ err: error }, 'shutting down failed');
    process.exit(1);
  }
}
