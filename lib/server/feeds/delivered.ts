import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Fork } from '@/lib/server/log/room-log';
import { agreedUpTo } from './forks';
import type { RecentEntries } from './recent-entries';

/**
 * What a feed delivered of a history that it is leaving: everything up to `top`, of which it holds the entries from `from` on.
 */
export interface Delivered {
  readonly epoch: number;
  readonly top: number;
  readonly from: number;
  readonly ids: ReadonlySet<string>;
  /** Whether it might have held more. */
  readonly isPart: boolean;
}

export function deliveredIn(recent: RecentEntries, isPart: boolean): Delivered {
  const { epoch, top, from } = recent;
  return { epoch, top, from, ids: recent.ids(), isPart };
}

/** Returns what the new history contains and this feed never delivered. */
export function undeliveredSince(
  { epoch, top, from, ids, isPart }: Delivered,
  recent: RecentEntries,
  forks: readonly Fork[],
): readonly LoggedEntry[] {
  if (ids.size === 0) return [];
  const agreed = Math.min(agreedUpTo({ epoch: recent.epoch, forks }, epoch), top);
  // For entries dropped from memory, nobody knows any more whether they were delivered; they come before what was held.
  const isUnknown = isPart && agreed < from - 1;
  const known = isUnknown ? recent.placeOf(ids) : agreed;
  return known === undefined ? [] : recent.without(ids, known);
}
