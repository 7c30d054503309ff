import type { IncomingMessage } from 'node:http';
import type { TellPageFailure } from '@/lib/server/http/page-failures';
import type { Sites } from '@/lib/server/identity/site-tokens';
import type { LiveRooms } from '@/lib/server/live-rooms/live-rooms';
import type { MemberAvatars } from '@/lib/server/members/member-avatars';
import type { MemberMarks } from '@/lib/server/members/member-marks';
import type { MemberTabs } from '@/lib/server/members/member-tabs';
import type { ModerationContext } from '@/lib/server/moderation/moderation-context';
import type { NodeModeration } from '@/lib/server/moderation/node-moderation';
import type { MemberNames } from '@/lib/server/names/member-names';
import type { NameWishes } from '@/lib/server/names/name-wishes';
import type { RoomPresence } from '@/lib/server/presence/room-presence';
import type { RoomTyping } from '@/lib/server/presence/room-typing';
import type { Presence } from '@/lib/server/presence/store/presence';

/**
 * What the handlers of both namespaces work with, in groups of what belongs together. Most functions here take all of it and
 * pass it on; one that others test or use by itself names the groups that it needs.
 */
export interface ChatContext extends ModerationContext {
  readonly liveRooms: LiveRooms;
  readonly moderation: NodeModeration;
  readonly members: NodeMembers;
  readonly entrance: Entrance;
  readonly node: ThisNode;
}

/** The members who are connected to this node. */
export interface NodeMembers {
  readonly names: MemberNames;
  /** The wishes of clients that do not ask again by themselves. */
  readonly wishes: NameWishes;
  readonly marks: MemberMarks;
  readonly avatars: MemberAvatars;
  readonly tabs: MemberTabs;
  readonly presence: RoomPresence;
  readonly typing: RoomTyping;
  readonly sessions: Pick<Presence, 'openSession' | 'closeSession' | 'glance'>;
}

/** Who a connection is, and what it may do. */
export interface Entrance {
  /** Returns where the connection that began with this request came from. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Returns the member named by the request's cookie. */
  readonly cookieIdOf: (request: IncomingMessage) => string | undefined;
  /** Anybody who knows it is an administrator; absent for none. */
  readonly adminToken: string | undefined;
  readonly sites: Sites;
}

/** The node itself: its name, its state, and what it draws from outside. */
export type ThisNode = ModerationContext['node'] & {
  readonly id: string;
  /** Returns whether this node can store what it is sent, as far as it knows. */
  readonly isStoring: () => boolean;
  readonly tellPageFailure: TellPageFailure;
  readonly randomId: () => string;
};
