import type { ErrorCode, ErrorReport } from '@/lib/chat/errors';
import type { Session } from '@/lib/chat/events/session';
import type { Member } from '@/lib/chat/member';
import type { Removal } from '@/lib/chat/moderation';
import { type Asker, type Role, roleIn } from '@/lib/chat/moderation';
import type { Present } from '@/lib/chat/presence';
import { blockIn, kindOf, type RoomInfo } from '@/lib/chat/room';
import type { Timeline } from '@/lib/chat/timeline/timeline';

/** What becomes of a message that the reader has deleted. */
export type Deletion =
  /** It can still be undone. */
  | { readonly state: 'waiting' }
  | { readonly state: 'going' }
  | { readonly state: 'failed'; readonly error: ErrorReport };

/** Why the member has no name, and which name it wanted. */
export interface NameProblem {
  readonly wanted: string;
  readonly error: ErrorReport;
}

export type Connection =
  | { readonly status: 'connected' }
  /** `since` is when the trouble began. `unstored`: connected, but the node cannot store. */
  | {
      readonly status: 'connecting' | 'reconnecting' | 'offline' | 'unstored';
      readonly since: number;
    }
  /** Only a reload helps. */
  | { readonly status: 'outdated' }
  /** The nodes do not let this page in, or no longer do. A token helps. */
  | { readonly status: 'refused'; readonly code: ErrorCode };

/** The messages that are new to the reader. */
export interface News {
  readonly after: number;
  readonly upTo: number;
}

export interface Unread {
  /** In messages. */
  readonly count: number;
  /** Whether one of them mentions the member, among those on the page. */
  readonly isMentioned: boolean;
}

/** What holds for the whole page. */
export interface SessionState {
  readonly connection: Connection;
  /** From the node last spoken to. */
  readonly session: Session | null;
  /** Whether the page comes with a token of the site around it. */
  readonly isSignedIn: boolean;
  /** What the member is called, or wants to be called once there is a connection. */
  readonly name: string | null;
  /** Whether a node is being asked for the name that the person wants. */
  readonly isNaming: boolean;
  /** Why the member did not get the name it wanted; the page asks for a name again. */
  readonly nameProblem: NameProblem | null;
  /** Whether the browser has been asked what it remembers. */
  readonly isStarted: boolean;
  /** Whether the nodes refused the administrator's token that the person gave. */
  readonly isTokenRefused: boolean;
  /** The member's rooms, besides the lobby. */
  readonly rooms: readonly RoomInfo[];
  /** What is unread in each room on the page; a room with nothing unread is missing. */
  readonly unreadIn: ReadonlyMap<string, Unread>;
  /** The rooms on the page in which something has been said. */
  readonly saidIn: ReadonlySet<string>;
}

/** Why the member is out of a room; `by` is missing where the node did not say. */
export type RoomRemoval = Omit<Removal, 'room' | 'by'> & Partial<Pick<Removal, 'by'>>;

export type Withheld = 'name_required' | 'guests_refused';

/** What holds for one room. */
export interface RoomState {
  readonly roomId: string;
  /** As last heard; `null` before the first answer. */
  readonly room: RoomInfo | null;
  /** Whether the room does not exist, as far as this member may know. */
  readonly isMissing: boolean;
  /** Why the member may be here but cannot read: a private room needs a name, and a guest who may only read cannot get one. */
  readonly withheld: Withheld | null;
  /** Set when a moderator has removed the member. */
  readonly removal: RoomRemoval | null;
  /** The member can read but not write: until then by this page's clock, or for good. */
  readonly muted: { readonly until?: number } | null;
  readonly timeline: Timeline;
  readonly present: Present;
  /** Who is typing, oneself included, in the order in which they began. */
  readonly typing: readonly Member[];
  /**
   * Why the next message waits (too many or too much was sent before it), for how long, and until when in milliseconds since
   * 1970.
   */
  readonly slowed: {
    readonly why: 'rate' | 'quota';
    readonly ms: number;
    readonly until: number;
  } | null;
  readonly catchingUpSince: number | null;
  readonly isReadingOlder: boolean;
  /** While the reader is away or further up: the number of the newest message when they left. */
  readonly leftAt: number | null;
  /** The number of the message after which "New" stands, and of the newest message when the reader came. */
  readonly news: News | null;
  readonly unread: number;
  /** By message id. */
  readonly deletions: ReadonlyMap<string, Deletion>;
}

/** What a component may show: one room and the page around it. */
export type ChatState = SessionState & RoomState;

/** The id that this member's entry ids begin with; empty before the first session. */
export const memberIdOf = (state: Pick<SessionState, 'session'>): string => state.session?.member.id ?? '';

/** Who is asking, as {@link roleIn} wants to know it. */
export const askerOf = ({ session }: Pick<SessionState, 'session'>): Asker => ({
  id: session?.member.id ?? '',
  isAdmin: session?.isAdmin ?? false,
});

/** The member's role in the room. */
export const ownRoleOf = (state: Pick<ChatState, 'session' | 'room'>): Role =>
  roleIn(state.room ?? {}, askerOf(state));

/** Whose block keeps the member from writing in this direct message. */
export const blockOf = (state: Pick<ChatState, 'session' | 'room'>): 'own' | 'other' | null =>
  blockIn(state.room ?? {}, memberIdOf(state));

/**
 * Why a private room does not open for this member. The page asks for a name even before a node has refused, so that its name
 * field does not give way to another while somebody types in it.
 */
export function withheldIn(state: ChatState): Withheld | null {
  if (state.withheld !== null) return state.withheld;
  const isNameless =
    state.isStarted && !state.isSignedIn && state.name === null && state.session?.isReader !== true;
  return isNameless && state.room === null && kindOf(state.roomId) === 'private' ? 'name_required' : null;
}
