import type { SignalsAdapter } from '@/lib/server/databases/redis/signals.redis';
import type { StoreWatch } from '@/lib/server/databases/store-watch';
import type { Secrets } from '@/lib/server/identity/secrets';
import type { RateLimits } from '@/lib/server/limits/rate-limits';
import type { RoomLog } from '@/lib/server/log/room-log';
import type { Avatars } from '@/lib/server/members/avatars';
import type { ReadMarks } from '@/lib/server/members/read-marks';
import type { Names } from '@/lib/server/names/names';
import type { Presence } from '@/lib/server/presence/store/presence';
import type { ModerationStore } from '@/lib/server/records/moderation-state';
import type { Rooms } from '@/lib/server/rooms/rooms';

/** Everything that a node keeps, and what it shares with the others. */
export interface Stores {
  readonly log: RoomLog;
  readonly names: Names;
  readonly presence: Presence;
  readonly limits: RateLimits;
  readonly rooms: Rooms;
  readonly moderation: ModerationStore;
  readonly marks: ReadMarks;
  readonly avatars: Avatars;
  readonly secrets: Secrets;
  /** Returns whether this node can store what it is sent, judging by everything so far and one more look. */
  isReachable(): Promise<boolean>;
  readonly watch: StoreWatch;
  /** Carries Socket.IO's broadcasts between nodes; absent for a node on its own. */
  readonly adapter?: SignalsAdapter;
  close(): void;
}
