import type { ModerationState } from '@/lib/server/records/moderation-state';
import type { RoomRecord } from '@/lib/server/records/room-record';

/** What was done to a room, or to a member's list of rooms. The node that did it tells itself and all others. May be lost. */
export type RoomNews =
  | { readonly kind: 'room:changed'; readonly room: RoomRecord; readonly moderation: ModerationState }
  | { readonly kind: 'my-rooms:added'; readonly memberId: string; readonly room: RoomRecord }
  | {
      readonly kind: 'my-rooms:removed';
      readonly memberId: string;
      readonly roomId: string;
      /** They left by themselves, or the node missed their removal: no entry of the log removes them. */
      readonly hasLeft?: true;
    };
