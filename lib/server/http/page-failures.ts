import type { Logger } from 'pino';
import type { PageFailure, PagePart } from '@/lib/chat/page-failure';
import { type FullAt, takeFrom } from '@/lib/server/limits/bucket';

interface PageFailuresOptions {
  readonly logger: Pick<Logger, 'warn'>;
  readonly now: () => number;
}

/** Of all pages of a node together: a fault that meets everybody is told by the first few. */
const RATE = { burst: 10, everyMs: 30_000 };

/** Writes into the log that a part of a page has failed. */
export type TellPageFailure = (connection: object, failure: PageFailure) => void;

/**
 * Whoever floods it gets nothing but a number: each connection tells of each part once, the node of a few a minute, and none
 * of it is text that somebody could choose.
 */
export function createPageFailures({ logger, now }: PageFailuresOptions): TellPageFailure {
  const told = new WeakMap<object, Set<PagePart>>();
  let fullAt: FullAt = 0;
  let untold = 0;

  return (connection, { part, error, at }) => {
    const parts = told.get(connection) ?? new Set();
    if (parts.has(part)) return;
    told.set(connection, parts.add(part));
    const taken = takeFrom(fullAt, now(), RATE);
    fullAt = taken.fullAt;
    if (taken.waitMs > 0) {
      untold += 1;
      return;
    }
    logger.warn({ part, error, at, untold }, 'a part of a page has failed');
    untold = 0;
  };
}
