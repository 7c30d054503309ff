import type { RoomOrder, RoomStep } from '@/lib/server/records/moderation-record';

/**
 * How order is kept in the rooms, as all nodes see it. Both methods reject with a {@link ChatError} `store_unavailable`
 * when the store does not answer in time; what was asked may then have happened, and may be asked again.
 */
export interface Orders {
  find(room: string): Promise<RoomOrder | undefined>;
  /** Stores it where an earlier revision is there, or none. Answers the one that is there now. */
  restore(order: RoomOrder): Promise<RoomOrder>;
  /**
   * One atomic step: stores it in place of the one of the revision before (0 is none), and the next room with it. Answers
   * `false`, and stores neither, where another was quicker or the room is no longer of the revision that was seen.
   */
  replace(order: RoomOrder, room?: RoomStep): Promise<boolean>;
}
