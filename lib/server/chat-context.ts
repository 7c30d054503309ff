import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { BanReach } from './ban-reach';
import type { Limits } from './limits';
import type { MemberAvatars } from './member-avatars';
import type { MemberMarks } from './member-marks';
import type { MemberNames } from './member-names';
import type { MemberTabs } from './member-tabs';
import type { NameWishes } from './name-wishes';
import type { OnceIn } from './once-in';
import type { TellPageFailure } from './page-failures';
import type { RememberedRooms } from './remembered-rooms';
import type { RoomAccess } from './room-access';
import type { RoomFeeds } from './room-feeds';
import type { RoomNews } from './room-news';
import type { RoomOrders } from './room-orders';
import type { RoomPresence } from './room-presence';
import type { RoomTyping } from './room-typing';
import type { StillAdmitted } from './still-admitted';
import type { Presence } from './stores/presence';
import type { RoomLog } from './stores/room-log';
import type { Sites } from './welcome';
import type { WrittenRooms } from './written-rooms';

/** What the handlers of both namespaces work on. */
export interface ChatContext {
  readonly access: RoomAccess;
  readonly roomStore: RememberedRooms;
  readonly writtenRooms: WrittenRooms;
  /** Members whose list of rooms was looked through for those that have ended. */
  readonly clearedLists: OnceIn;
  /** Tells everybody whom it concerns, at all nodes. */
  readonly tellRoomNews: (news: RoomNews) => void;
  /** How order is kept in the rooms. */
  readonly orders: RoomOrders;
  readonly tabs: MemberTabs;
  readonly banReach: BanReach;
  readonly stillAdmitted: StillAdmitted;
  readonly tellPageFailure: TellPageFailure;
  readonly log: RoomLog;
  readonly feeds: RoomFeeds;
  readonly names: MemberNames;
  /** Of those who do not ask again by themselves. */
  readonly wishes: NameWishes;
  readonly marks: MemberMarks;
  readonly avatars: MemberAvatars;
  readonly presence: RoomPresence;
  readonly typing: RoomTyping;
  readonly limits: Limits;
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
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomId: () => string;
}
