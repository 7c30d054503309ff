import type { ReadMark } from '@/lib/chat/unread';

/** How many rooms one member's marks may be of; then the one that was raised longest ago is forgotten. */
export const MARKED_ROOMS_MAX = 1_000;

/** How long a member's marks are kept after one was raised: as long as its identity. */
export const MARKS_KEEP_MS = 365 * 24 * 60 * 60 * 1_000;

/**
 * Up to where members have read, as all their devices and all nodes see it. Every method rejects with a
 * {@link ChatError} `store_unavailable` when the store does not answer in time; a raise may then have happened, and may
 * be asked again.
 */
export interface ReadMarks {
  /** One atomic step: the mark is what it was or this, whichever is later by epoch and number. Answers what it is now. */
  raise(memberId: string, room: string, mark: ReadMark): Promise<ReadMark>;
  /** The member's marks by room. */
  all(memberId: string): Promise<ReadonlyMap<string, ReadMark>>;
}
