import { kindOf } from './room';

/**
 * The last message of a room that a member has read. Marks are ordered by epoch and then by number, and a member's mark only
 * grows.
 */
export interface ReadMark {
  readonly epoch: number;
  readonly number: number;
}

/** Another tab or device of the member has read up to there, in the history that the node has now. */
export interface MarkChange {
  readonly room: string;
  readonly mark: ReadMark;
}

/** A room's history as marks refer to it: how many messages it has, and where each epoch left the one before. */
export interface CountedHistory {
  readonly epoch: number;
  readonly counted: number;
  /** Oldest first. */
  readonly forks: readonly { readonly epoch: number; readonly counted: number }[];
}

/**
 * The mark of a member who has none in the room: somebody who enters a room has missed nothing there (`undefined`), but what is
 * said in a direct message is said to them, whether they have ever opened it or not.
 */
export const firstMarkIn = (roomId: string): ReadMark | undefined =>
  kindOf(roomId) === 'direct' ? { epoch: 0, number: 0 } : undefined;

export const isLaterMark = (mark: ReadMark, than: ReadMark): boolean =>
  mark.epoch > than.epoch || (mark.epoch === than.epoch && mark.number > than.number);

export const laterMark = (one: ReadMark, other: ReadMark | null): ReadMark =>
  other !== null && isLaterMark(other, one) ? other : one;

/**
 * Returns what `mark` means in a history: a mark from an earlier epoch counts only as far as the histories agree, up to the
 * earliest fork since.
 */
export function markIn({ epoch, counted, forks }: CountedHistory, mark: ReadMark): ReadMark {
  const later = forks.filter((fork) => fork.epoch > mark.epoch);
  const agreed = Math.min(counted, ...later.map((fork) => fork.counted));
  return { epoch, number: mark.epoch > epoch ? counted : Math.min(mark.number, agreed) };
}

/**
 * Returns a mark as it is stored: no further than the history goes, and in the epoch in which its message was written. So marks
 * of the same message are equal, and one that is later by (epoch, number) is never less read.
 */
export function keptMark(history: CountedHistory, mark: ReadMark): ReadMark {
  const { epoch, number } = isLaterMark(mark, { epoch: history.epoch, number: history.counted })
    ? { epoch: history.epoch, number: history.counted }
    : mark;
  const earlier = history.forks.filter((fork) => fork.epoch <= epoch);
  const written = earlier.findLast((fork) => fork.counted < number) ?? earlier[0];
  return { epoch: written?.epoch ?? epoch, number };
}

/** Carries a client's mark in one history over into the one that its node has moved to; `null` if it is void. */
export function carriedOver(
  mark: ReadMark | null,
  to: { readonly kind: 'delta' | 'rewind' | 'reset'; readonly epoch: number; readonly counted: number },
): ReadMark | null {
  if (mark === null || mark.epoch === to.epoch) return mark;
  // Both histories agree before the first entry of a rewind.
  if (to.kind === 'rewind') return { epoch: to.epoch, number: Math.min(mark.number, to.counted) };
  return null;
}

/** Returns how many of `counted` messages come after what was read. */
export const unreadOf = (counted: number, readUpTo: number): number => Math.max(0, counted - readUpTo);
