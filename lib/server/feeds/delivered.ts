import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { Fork } from '@/lib/server/log/room-log';
import { agreedUpTo } from './forks';
import type { RecentEntries } from './recent-entries';

/** What a feed has told of a history that it leaves: up to `top`, of which it holds what stands from `from` on. */
export interface Delivered {
  readonly epoch: number;
  readonly top: number;
  readonly from: number;
  readonly ids: ReadonlySet<string>;
  /** Might it hold more? */
  readonly isPart: boolean;
}

export function deliveredIn(recent: RecentEntries, isPart: boolean): Delivered {
  const { epoch, top, from } = recent;
  return { epoch, top, from, ids: recent.ids(), isPart };
}

/** What is found in the history that it is now and was never delivered. */
export function undeliveredSince(
  { epoch, top, from, ids, isPart }: Delivered,
  recent: RecentEntries,
  forks: readonly Fork[],
): readonly LoggedEntry[] {
  if (ids.size === 0) return [];
  const agreed = Math.min(agreedUpTo(forks, epoch), top);
  // Of what gave way it is not known any more that it was delivered; it stands before what was held.
  const isUnknown = isPart && agreed < from - 1;
  const known = isUnknown ? recent.placeOf(ids) : agreed;
  return known === undefined ? [] : recent.without(ids, known);
}
