import type { Author } from '@/lib/chat/entry';
import type { BanOnRecord, Deed, Restriction } from '@/lib/chat/moderation';
import type { RoomRecord } from './rooms';

export interface Ban extends BanOnRecord {
  /** Fingerprints of the addresses that they came from, where these are banned as well. */
  readonly addresses: readonly string[];
}

/** How order is kept in a room. `revision` counts how often it was stored. */
export interface RoomOrder {
  readonly room: string;
  readonly revision: number;
  readonly isClosed: boolean;
  /** Between two messages of one member; 0 for as they like. */
  readonly slowMs: number;
  readonly moderators: readonly Author[];
  readonly muted: readonly Restriction[];
  readonly banned: readonly Ban[];
  /** What was done, the newest first. */
  readonly deeds: readonly Deed[];
}

/** The room that a change relies on, whose owner may do what others may not. */
export interface RoomStep {
  /** As it was when the right was checked. */
  readonly seen: RoomRecord;
  /** As it is from then on, of the next revision; absent where it stays as it is. */
  readonly next?: RoomRecord;
}

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
