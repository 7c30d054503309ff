import type { Logger } from 'pino';
import type { RoomAccess } from '@/lib/server/rooms/room-access';
import type { RoomKeep, RoomUses } from './room-uses';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** Keeps somebody who makes rooms and never writes in them from filling the store. Opening a room once a month keeps it. */
const EMPTY_KEEP_DAYS = 60;

const EVERY_MS = HOUR_MS;

export interface UnusedRoomsOptions {
  readonly store: Pick<RoomUses, 'passTime' | 'endUnused'>;
  readonly access: Pick<RoomAccess, 'used' | 'isBuiltIn'>;
  /** The rooms that somebody at this node is in. */
  readonly liveRooms: { ids(): string[] };
  /** After this many days without anybody a room ends; `null` for never. */
  readonly keepDays: number | null;
  readonly everyMs?: number | undefined;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** How long rooms that nobody uses are kept; `null` for ever. */
export const roomKeepOf = (days: number | null): RoomKeep | null =>
  days === null ? null : { writtenMs: days * DAY_MS, emptyMs: Math.min(EMPTY_KEEP_DAYS, days) * DAY_MS };

/**
 * Starts to end rooms that nobody has used for long, once an hour; each node of a site does. Returns a function that stops it.
 */
export function endUnusedRooms({ everyMs = EVERY_MS, ...options }: UnusedRoomsOptions): () => void {
  let isAtIt = false;
  const look = async () => {
    if (isAtIt) return;
    isAtIt = true;
    await lookOnce(options, everyMs);
    isAtIt = false;
  };
  // A node that starts notes that time passes from now on.
  void look();
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function lookOnce(
  { store, access, liveRooms, keepDays, logger }: Omit<UnusedRoomsOptions, 'everyMs'>,
  everyMs: number,
): Promise<void> {
  try {
    // A gap longer than two looks means that no node ran, or that the clock was set.
    await store.passTime(2 * everyMs);
    for (const room of liveRooms.ids()) access.used(room);
    const keep = roomKeepOf(keepDays);
    if (keep === null) return;
    const ended = await store.endUnused(keep, (id) => access.isBuiltIn(id));
    if (ended.length > 0) logger.info({ rooms: ended.length }, 'ended rooms that nobody used');
  } catch {
    // The store is away, which is logged elsewhere. The next look tries again.
  }
}
