import { kindOf } from './room';

/**
 * Up to which message of a room a member has read. Marks are ordered by epoch and then by number, and a member's mark
 * only grows.
 */
export interface ReadMark {
  readonly epoch: number;
  readonly number: number;
}

/** Another tab or device of the member has read up to there, of the history that the node has now. */
export interface MarkChange {
  readonly room: string;
  readonly mark: ReadMark;
}

/** A room's history as marks are read against it: how many messages it has, and where each epoch left the one before. */
export interface CountedHistory {
  readonly epoch: number;
  readonly counted: number;
  /** Oldest first. */
  readonly forks: readonly { readonly epoch: number; readonly counted: number }[];
}

/**
 * The mark of a member who has none in the room: whoever comes into a room has missed nothing of it (`undefined`), but what
 * is said in a direct message is said to them, whether they have ever opened it or not.
 */
export const firstMarkIn = (roomId: string): ReadMark | undefined =>
  kindOf(roomId) === 'direct' ? { epoch: 0, number: 0 } : undefined;

export const isLaterMark = (mark: ReadMark, than: ReadMark): boolean =>
  mark.epoch > than.epoch || (mark.epoch === than.epoch && mark.number > than.number);

export const laterMark = (one: ReadMark, other: ReadMark | null): ReadMark =>
  other !== null && isLaterMark(other, one) ? other : one;

/**
 * What `mark` means in a history: of an earlier epoch only as much counts as the history agrees with, which ends at the
 * earliest fork since.
 */
export function markIn({ epoch, counted, forks }: CountedHistory, mark: ReadMark): ReadMark {
  const later = forks.filter((fork) => fork.epoch > mark.epoch);
  const agreed = Math.min(counted, ...later.map((fork) => fork.counted));
  return { epoch, number: mark.epoch > epoch ? counted : Math.min(mark.number, agreed) };
}

/**
 * A mark as it is kept: no further than the history goes, and of the epoch in which its message was written. So marks of
 * one message are equal, and one that is later by (epoch, number) is never less read.
 */
export function keptMark(history: CountedHistory, mark: ReadMark): ReadMark {
  const { epoch, number } = isLaterMark(mark, { epoch: history.epoch, number: history.counted })
    ? { epoch: history.epoch, number: history.counted }
    : mark;
  const earlier = history.forks.filter((fork) => fork.epoch <= epoch);
  const written = earlier.findLast((fork) => fork.counted < number) ?? earlier[0];
  return { epoch: written?.epoch ?? epoch, number };
}

/** A mark that a client has of one history, once its node has told how another follows it; `null` where it is void. */
export function carriedOver(
  mark: ReadMark | null,
  to: { readonly kind: 'delta' | 'rewind' | 'reset'; readonly epoch: number; readonly counted: number },
): ReadMark | null {
  if (mark === null || mark.epoch === to.epoch) return mark;
  // Both histories agree before the first entry of a rewind.
  if (to.kind === 'rewind') return { epoch: to.epoch, number: Math.min(mark.number, to.counted) };
  return null;
}

/** How many of `counted` messages are behind what was read. */
export const unreadOf = (counted: number, readUpTo: number): number => Math.max(0, counted - readUpTo);
