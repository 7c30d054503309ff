import type { Logger } from 'pino';
import type { PageFailure, PagePart } from '@/lib/chat/page-failure';
import { type FullAt, takeFrom } from '@/lib/server/limits/bucket';

interface PageFailuresOptions {
  readonly logger: Pick<Logger, 'warn'>;
  readonly now: () => number;
}

/** For all pages of a node together: the first few reports are enough for a fault that affects everybody. */
const RATE = { burst: 10, everyMs: 30_000 };

/** Logs that a part of a page has failed. */
export type TellPageFailure = (connection: object, failure: PageFailure) => void;

/**
 * Flooding it yields nothing but a number: each connection reports each part once, a node logs a few reports a minute, and they
 * contain no text that a client could choose.
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
