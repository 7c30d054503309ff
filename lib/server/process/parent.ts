import type { Logger } from 'pino';
import { endProcess } from './shutdown';

/** What a parent tells its nodes when all of them are to end. */
export const END = 'end';

/** A terminal or systemd signals all processes at once, the parent too, whose message arrives within this time. */
const PARENT_SPEAKS_WITHIN_MS = 300;

/**
 * Replaces `shutdownOnSignal` in a node that has a parent: calls `close` once, when the parent says so or this process is
 * signalled. `isAlone` means that only this node ends, and the others go on.
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
