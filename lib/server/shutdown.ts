import type { Logger } from 'pino';

/** After this time the process ends, whatever still hangs: longer than a drain (5 s and 2 s), shorter than 10 s. */
const SHUTDOWN_MAX_MS = 9_000;

/**
 * Calls `close` on the first SIGTERM or SIGINT, then ends the process: with 0 when `close` was done in time, else 1.
 * A second signal ends it at once.
 */
export function shutdownOnSignal(close: () => Promise<void>, logger: Logger): void {
  let isClosing = false;
  const end = async (signal: NodeJS.Signals) => {
    if (isClosing) process.exit(1);
    isClosing = true;
    logger.info({ signal }, 'shutting down');
    await endProcess(close, logger);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/** Calls `close`, then ends the process: with 0 when that was done in time, else 1. */
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
