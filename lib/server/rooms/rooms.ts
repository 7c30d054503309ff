import { kindOf } from '@/lib/chat/room';
import type { Records } from '@/lib/server/records/records';
import type { RoomRecord } from '@/lib/server/records/room-record';
import type { Admissions } from './admitted/admissions';
import type { RoomUses } from './unused/room-uses';

/** How many rooms the directory has, and rooms that one member has: the lists of both are read whole. */
export const LISTED_ROOMS_MAX = 5_000;
export const MY_ROOMS_MAX = 200;

/** Whoever has so many direct messages gets no more by what others do: half of the list is the member's own. */
export const SHOWN_DIRECTS_MAX = 100;

/** May others add one more conversation to the rooms of a member? */
export const hasPlaceForDirect = (myRooms: readonly string[]): boolean =>
  myRooms.length < MY_ROOMS_MAX && myRooms.filter((id) => kindOf(id) === 'direct').length < SHOWN_DIRECTS_MAX;

export interface OpenRooms {
  /** Another one whenever a room is listed, is not any more, or is listed as it is now. */
  readonly version: string;
  readonly rooms: readonly RoomRecord[];
}

/**
 * The rooms that members made, who may enter the private ones, and the rooms of each member, as all nodes see it.
 * An open room that is made or restored is listed. Where {@link LISTED_ROOMS_MAX} are, another is listed no more: of those
 * in which nobody has ever written, the one that was listed first; else the one in which nobody has written for the
 * longest. It is still there. What each method does where the store does not answer in time, {@link Records} says.
 */
export interface Rooms extends Records<RoomRecord>, Admissions, RoomUses, MyRooms {
  /** The room was stored with its moderation: the directory shows it as it is now. Idempotent. */
  stored(room: RoomRecord): Promise<void>;
  /** Open rooms that are listed, in no order; `null` where nothing has changed since the version `known`. */
  listOpen(known?: string): Promise<OpenRooms | null>;
  /** Somebody has written in the open room just now: it is listed, as one that is made. */
  written(room: RoomRecord): Promise<void>;
}

/** The rooms of each member: those beside the lobby in its list. */
export interface MyRooms {
  /**
   * The room is among those of the member. Answers whether it was not before. Rejects with `rooms_too_many` where the
   * member has {@link MY_ROOMS_MAX} of them.
   */
  addToMyRooms(memberId: string, id: string): Promise<boolean>;
  /**
   * As {@link addToMyRooms}, for a direct message that another begins with the member. Rejects with `directs_too_many`
   * where the member has no place for it ({@link hasPlaceForDirect}).
   */
  show(memberId: string, id: string): Promise<boolean>;
  /** Idempotent. */
  removeFromMyRooms(memberId: string, id: string): Promise<void>;
  /** In no order. The list is kept for {@link MY_ROOMS_KEEP_MS} after it was last asked for, or changed. */
  listMyRooms(memberId: string): Promise<string[]>;
}
