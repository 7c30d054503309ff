import type { ReadMark } from '@/lib/chat/unread';

/** In how many rooms one member may have marks; beyond that, the mark raised longest ago is forgotten. */
export const MARKED_ROOMS_MAX = 1_000;

/** How long a member's marks are kept after one was raised: as long as their identity. */
export const MARKS_KEEP_MS = 365 * 24 * 60 * 60 * 1_000;

/**
 * How far members have read, as all their devices and all nodes see it. Every method rejects with a {@link ChatError}
 * `store_unavailable` if the store does not answer in time; a raise may have taken effect, and may be repeated.
 */
export interface ReadMarks {
  /**
   * In one atomic step, keeps the later of the stored mark and this one, by epoch and number. Returns the mark as it is now.
   */
  raise(memberId: string, room: string, mark: ReadMark): Promise<ReadMark>;
  /** The member's marks by room. */
  all(memberId: string): Promise<ReadonlyMap<string, ReadMark>>;
}
