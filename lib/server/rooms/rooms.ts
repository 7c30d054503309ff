import { kindOf } from '@/lib/chat/room';
import type { Records } from '@/lib/server/records/records';
import type { RoomRecord } from '@/lib/server/records/room-record';
import type { Admissions } from './admitted/admissions';
import type { RoomUses } from './unused/room-uses';

/** How many rooms fit in the directory, and how many one member may have: both lists are read whole. */
export const LISTED_ROOMS_MAX = 5_000;
export const MY_ROOMS_MAX = 200;

/** A member who has this many direct messages gets no more by what others do: half of the list is the member's own. */
export const SHOWN_DIRECTS_MAX = 100;

/** Returns whether others may add one more direct message to a member's rooms. */
export const hasPlaceForDirect = (myRooms: readonly string[]): boolean =>
  myRooms.length < MY_ROOMS_MAX && myRooms.filter((id) => kindOf(id) === 'direct').length < SHOWN_DIRECTS_MAX;

export interface OpenRooms {
  /** Changes whenever a room is listed, is no longer listed, or is listed in another state. */
  readonly version: string;
  readonly rooms: readonly RoomRecord[];
}

/**
 * The rooms that members made, who may enter the private ones, and each member's rooms, as all nodes see them. An open room
 * that is made or restored is listed. If {@link LISTED_ROOMS_MAX} are listed already, another is dropped: of those in which
 * nobody has ever written, the one that was listed first; else the one that has been silent for longest. A dropped room still
 * exists. {@link Records} says what each method does if the store does not answer in time.
 */
export interface Rooms extends Records<RoomRecord>, Admissions, RoomUses, MyRooms {
  /** Called after the room was stored with its moderation: the directory then shows its current state. Idempotent. */
  stored(room: RoomRecord): Promise<void>;
  /** Returns the listed open rooms, in no order; `null` if nothing has changed since the version `known`. */
  listOpen(known?: string): Promise<OpenRooms | null>;
  /** Called when somebody has just written in the open room: lists it like a new one. */
  written(room: RoomRecord): Promise<void>;
}

/** Each member's list of rooms: those beside the lobby. */
export interface MyRooms {
  /**
   * Adds the room to the member's rooms. Returns whether it was new there. Rejects with `rooms_too_many` if the member has
   * {@link MY_ROOMS_MAX} rooms.
   */
  addToMyRooms(memberId: string, id: string): Promise<boolean>;
  /**
   * As {@link addToMyRooms}, for a direct message that another member begins. Rejects with `directs_too_many` if this member
   * has no place for it ({@link hasPlaceForDirect}).
   */
  show(memberId: string, id: string): Promise<boolean>;
  /** Idempotent. */
  removeFromMyRooms(memberId: string, id: string): Promise<void>;
  /** Returns the list in no order. It is kept for {@link MY_ROOMS_KEEP_MS} after it was last asked for or changed. */
  listMyRooms(memberId: string): Promise<string[]>;
}
