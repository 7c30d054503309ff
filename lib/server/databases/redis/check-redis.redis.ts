import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { ChatError } from '@/lib/chat/errors';
import { withDeadline } from '@/lib/server/config/deadline';
import { StartError } from '@/lib/server/config/start-error';
import { REDIS_DEADLINE_MS } from './asking.redis';

const MAJOR_MIN = 7;

/**
 * Checks whether a Redis that answers can keep what it is given; in a cluster, each master.
 * @throws StartError with what is wrong and how to fix it; ChatError `store_unavailable` if it does not answer in time
 */
export async function checkRedis(
  masters: readonly Pick<Redis, 'info'>[],
  isCluster = false,
  deadlineMs = REDIS_DEADLINE_MS,
): Promise<void> {
  for (const master of masters) {
    const info = await withDeadline(master.info(), deadlineMs).catch(emptyIfForbidden);
    const complaint = complaintOf(fieldsOf(info), isCluster);
    if (complaint !== undefined) throw new StartError(complaint);
  }
}

/** Some managed services forbid INFO; they look after their settings themselves. */
function emptyIfForbidden(error: ChatError): string {
  if (error.cause instanceof Error && error.cause.name === 'ReplyError') return '';
  throw error;
}

export interface LaterCheck {
  readonly check: () => Promise<void>;
  readonly logger: Pick<Logger, 'error'>;
  /** Returns whether nobody is interested any more. */
  readonly isOver: () => boolean;
  readonly pauseMs?: number;
}

const CHECK_AGAIN_MS = 5_000;

/** Checks a Redis that a node already uses, as often as it takes to get an answer, and logs what is wrong with it. */
export async function checkLater({
  check,
  logger,
  isOver,
  pauseMs = CHECK_AGAIN_MS,
}: LaterCheck): Promise<void> {
  while (!isOver()) {
    try {
      return await check();
    } catch (error) {
      if (error instanceof StartError) return logger.error(error.message);
    }
    await pause(pauseMs, undefined, { ref: false });
  }
}

/** Returns what is wrong with a Redis that describes itself like this; `undefined` if nothing is. */
export function complaintOf(info: ReadonlyMap<string, string>, isCluster = false): string | undefined {
  const version = info.get('redis_version');
  if (version !== undefined && Number.parseInt(version, 10) < MAJOR_MIN) {
    return `Redis ${version} is too old: Concord needs ${MAJOR_MIN}.0 or later. Upgrade the server at REDIS_URL.`;
  }
  if (info.get('redis_mode') === 'cluster' && !isCluster) {
    return 'The Redis at REDIS_URL belongs to a cluster. Write redis+cluster://HOST:PORT,HOST:PORT with some of its servers.';
  }
  if (info.get('role') === 'slave') {
    return 'The Redis at REDIS_URL is a read-only replica. Set REDIS_URL to its master.';
  }
  const policy = info.get('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') {
    return (
      `Redis may evict what it keeps (maxmemory-policy ${policy}), and with it messages that were acknowledged. ` +
      'Set maxmemory-policy to noeviction.'
    );
  }
  return undefined;
}

const fieldsOf = (info: string): ReadonlyMap<string, string> =>
  new Map(
    info.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon === -1 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
