import type { IncomingMessage } from 'node:http';
import type { TellPageFailure } from '@/lib/server/http/page-failures';
import type { Sites } from '@/lib/server/identity/site-tokens';
import type { OnceIn } from '@/lib/server/limits/once-in';
import type { MemberAvatars } from '@/lib/server/members/member-avatars';
import type { MemberMarks } from '@/lib/server/members/member-marks';
import type { BanReach } from '@/lib/server/moderation/ban-reach';
import type { ModerationContext } from '@/lib/server/moderation/moderation-context';
import type { StillAdmitted } from '@/lib/server/moderation/still-admitted';
import type { MemberNames } from '@/lib/server/names/member-names';
import type { NameWishes } from '@/lib/server/names/name-wishes';
import type { RoomPresence } from '@/lib/server/presence/room-presence';
import type { RoomTyping } from '@/lib/server/presence/room-typing';
import type { Presence } from '@/lib/server/presence/store/presence';
import type { WrittenRooms } from '@/lib/server/rooms/unused/written-rooms';

/** What the handlers of both namespaces work on. */
export interface ChatContext extends ModerationContext {
  readonly writtenRooms: WrittenRooms;
  /** Members whose list of rooms was looked through for those that have ended. */
  readonly clearedLists: OnceIn;
  readonly banReach: BanReach;
  readonly stillAdmitted: StillAdmitted;
  readonly tellPageFailure: TellPageFailure;
  readonly names: MemberNames;
  /** Of those who do not ask again by themselves. */
  readonly wishes: NameWishes;
  readonly marks: MemberMarks;
  readonly avatars: MemberAvatars;
  readonly presence: RoomPresence;
  readonly typing: RoomTyping;
  /** Where the connection that began with this request came from. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** The member that its cookie named. */
  readonly cookieIdOf: (request: IncomingMessage) => string | undefined;
  readonly sessions: Pick<Presence, 'openSession' | 'closeSession' | 'glance'>;
  /** Can this node store what it is sent, as far as it knows? */
  readonly isStoring: () => boolean;
  /** Whoever knows it is an administrator; absent for none. */
  readonly adminToken: string | undefined;
  readonly sites: Sites;
  readonly nodeId: string;
  readonly randomId: () => string;
}
