import { kindOf } from '@/lib/chat/room';
import type { Records } from '@/lib/server/records/records';
import type { RoomRecord } from '@/lib/server/records/room-record';
import type { Admissions } from './admitted/admissions';
import type { RoomUses } from './unused/room-uses';

/** How many rooms the directory has, and rooms that one member follows: the lists of both are read whole. */
export const LISTED_ROOMS_MAX = 5_000;
export const FOLLOWED_ROOMS_MAX = 200;

/** Whoever has so many direct conversations gets no more by what others do: half of the list is the member's own. */
export const SHOWN_DIRECTS_MAX = 100;

/** May others add one more conversation to the rooms that a member follows? */
export const hasPlaceForDirect = (followed: readonly string[]): boolean =>
  followed.length < FOLLOWED_ROOMS_MAX &&
  followed.filter((id) => kindOf(id) === 'direct').length < SHOWN_DIRECTS_MAX;

export interface OpenRooms {
  /** Another one whenever a room is listed, is not any more, or is listed as it is now. */
  readonly version: string;
  readonly rooms: readonly RoomRecord[];
}

/**
 * The rooms that members made, who may enter the private ones, and which rooms each member follows, as all nodes see it.
 * An open room that is made or restored is listed. Where {@link LISTED_ROOMS_MAX} are, another is listed no more: of those
 * in which nobody has ever written, the one that was listed first; else the one in which nobody has written for the
 * longest. It is still there. What each method does where the store does not answer in time, {@link Records} says.
 */
export interface Rooms extends Records<RoomRecord>, Admissions, RoomUses, FollowedRooms {
  /** The room was stored with how order is kept there: the directory shows it as it is now. Idempotent. */
  stored(room: RoomRecord): Promise<void>;
  /** Open rooms that are listed, in no order; `null` where nothing has changed since the version `known`. */
  listOpen(known?: string): Promise<OpenRooms | null>;
  /** Somebody has written in the open room just now: it is listed, as one that is made. */
  written(room: RoomRecord): Promise<void>;
}

/** Which rooms each member follows. */
export interface FollowedRooms {
  /**
   * The room is among those of the member. Answers whether it was not before. Rejects with `rooms_too_many` where the
   * member has {@link FOLLOWED_ROOMS_MAX} of them.
   */
  follow(memberId: string, id: string): Promise<boolean>;
  /**
   * As {@link follow}, for a direct conversation that another begins with the member. Rejects with `directs_too_many`
   * where the member has no place for it ({@link hasPlaceForDirect}).
   */
  show(memberId: string, id: string): Promise<boolean>;
  /** Idempotent. */
  unfollow(memberId: string, id: string): Promise<void>;
  /** In no order. The list is kept for {@link FOLLOWED_KEEP_MS} after it was last asked for, or changed. */
  listFollowed(memberId: string): Promise<string[]>;
}
