import type { Logger } from 'pino';
import { endProcess } from './shutdown';

/** What a parent says to its nodes when all of them are to end. */
export const END = 'end';

/** Who signals all processes at once (a terminal, systemd) signals the parent, too, whose word is here before this. */
const PARENT_SPEAKS_WITHIN_MS = 300;

/**
 * In place of `shutdownOnSignal` for a node that has a parent: calls `close` once, when the parent says so or upon a
 * signal to this process. `isAlone` says that it was for this node only, and the others go on.
 */
export function shutdownWithParent(close: (isAlone: boolean) => Promise<void>, logger: Logger): void {
  let isClosing = false;
  const end = (isAlone: boolean) => {
    if (isClosing) return;
    isClosing = true;
    logger.info({ isAlone }, 'shutting down');
    void endProcess(() => close(isAlone), logger);
  };
  process.on('message', (word) => {
    if (word === END) end(false);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => setTimeout(end, PARENT_SPEAKS_WITHIN_MS, true));
  }
}
