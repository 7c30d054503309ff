import type { OnceIn } from '@/lib/server/limits/once-in';
import type { RememberedRooms } from './remembered-rooms';
import type { RoomAccess } from './room-access';
import type { RoomNews } from './room-news';
import type { WrittenRooms } from './unused/written-rooms';

/** The rooms of all nodes, whether or not anybody is in them. */
export interface StoredRooms {
  /** Who may be where. */
  readonly access: RoomAccess;
  readonly store: RememberedRooms;
  readonly written: WrittenRooms;
  /** Members whose list of rooms was looked through for those that have ended. */
  readonly clearedLists: OnceIn;
  /** Tells everybody whom it concerns, at all nodes. */
  readonly tellNews: (news: RoomNews) => void;
}
