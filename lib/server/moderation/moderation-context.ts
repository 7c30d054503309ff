import type { Logger } from 'pino';
import type { Limits } from '@/lib/server/limits/limits';
import type { RoomLog } from '@/lib/server/log/room-log';
import type { MemberTabs } from '@/lib/server/members/member-tabs';
import type { StoredRooms } from '@/lib/server/rooms/stored-rooms';
import type { ModerationCache } from './moderation-cache';

/** What decides who may do what in a room, and enforces it. */
export interface ModerationContext {
  readonly rooms: StoredRooms;
  /** The rooms that are open on this node, as moderation needs them. */
  readonly liveRooms: {
    /** Resolves once any loss is repaired. */
    check(room: string): Promise<void>;
  };
  readonly moderation: { readonly cache: ModerationCache };
  readonly members: { readonly tabs: MemberTabs };
  readonly log: RoomLog;
  readonly limits: Limits;
  readonly node: {
    readonly logger: Logger;
    /** Milliseconds since 1970. */
    readonly now: () => number;
  };
}
