import type { Logger } from 'pino';
import type { RoomFeeds } from '@/lib/server/feeds/room-feeds';
import type { Limits } from '@/lib/server/limits/limits';
import type { RoomLog } from '@/lib/server/log/room-log';
import type { MemberTabs } from '@/lib/server/members/member-tabs';
import type { RememberedRooms } from '@/lib/server/rooms/remembered-rooms';
import type { RoomAccess } from '@/lib/server/rooms/room-access';
import type { RoomNews } from '@/lib/server/rooms/room-news';
import type { ModerationCache } from './moderation-cache';

/** What decides who may do what in a room, and makes it so. */
export interface ModerationContext {
  readonly access: RoomAccess;
  readonly roomStore: RememberedRooms;
  /** Tells everybody whom it concerns, at all nodes. */
  readonly tellRoomNews: (news: RoomNews) => void;
  /** The moderation of the rooms. */
  readonly moderationCache: ModerationCache;
  readonly tabs: MemberTabs;
  readonly log: RoomLog;
  readonly feeds: RoomFeeds;
  readonly limits: Limits;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
