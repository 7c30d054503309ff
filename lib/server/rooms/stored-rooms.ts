import type { OnceIn } from '@/lib/server/limits/once-in';
import type { OwnTurn } from './own-turn';
import type { RememberedRooms } from './remembered-rooms';
import type { RoomAccess } from './room-access';
import type { RoomNews } from './room-news';
import type { WrittenRooms } from './unused/written-rooms';

/** The rooms of all nodes, whether or not anybody is in them. */
export interface StoredRooms {
  /** Decides who may be where. */
  readonly access: RoomAccess;
  readonly store: RememberedRooms;
  readonly written: WrittenRooms;
  /** Members whose list of rooms was searched for rooms that have ended. */
  readonly clearedLists: OnceIn;
  /** Tells everybody whom the news concerns, at all nodes. */
  readonly tellNews: (news: RoomNews) => void;
  /** Before an answer that may be long. */
  readonly ownTurn: OwnTurn;
}
