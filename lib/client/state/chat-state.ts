import type { ErrorCode, ErrorReport } from '@/lib/chat/errors';
import type { Session } from '@/lib/chat/events/session';
import type { Member } from '@/lib/chat/member';
import type { Removal } from '@/lib/chat/moderation';
import { type Asker, type Role, roleIn } from '@/lib/chat/moderation';
import type { Present } from '@/lib/chat/presence';
import { blockIn, type RoomInfo } from '@/lib/chat/room';
import type { Timeline } from '@/lib/chat/timeline/timeline';

/** What becomes of a message that the reader has deleted. */
export type Deletion =
  /** It can still be undone. */
  | { readonly state: 'waiting' }
  | { readonly state: 'going' }
  | { readonly state: 'failed'; readonly error: ErrorReport };

/** Why the member has no name, and what it wanted to be called. */
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
  /** The nodes let nobody in who comes so, or no longer. A token helps. */
  | { readonly status: 'refused'; readonly code: ErrorCode };

/** Messages that are new to the reader. */
export interface News {
  readonly after: number;
  readonly upTo: number;
}

export interface Unread {
  /** Messages. */
  readonly count: number;
  /** Is the member mentioned in one of them, as far as they are on the page? */
  readonly isMentioned: boolean;
}

/** What is so for the whole page. */
export interface SessionState {
  readonly connection: Connection;
  /** Of the node last spoken to. */
  readonly session: Session | null;
  /** Does the page come with a token of the site around it? */
  readonly isSignedIn: boolean;
  /** What the member is called, or wants to be once there is a connection. */
  readonly name: string | null;
  /** Is a node being asked for the name that the person wants? */
  readonly isNaming: boolean;
  /** Why a name that was wanted is not the member's: it is asked again. */
  readonly nameProblem: NameProblem | null;
  /** Has the browser been asked what it remembers? */
  readonly isStarted: boolean;
  /** Was the administrator's token that the person gave not accepted? */
  readonly isTokenRefused: boolean;
  /** The rooms of the member, beside the lobby. */
  readonly rooms: readonly RoomInfo[];
  /** What is unread in each room on the page; a room that has nothing is missing. */
  readonly unreadIn: ReadonlyMap<string, Unread>;
  /** The rooms on the page in which something was said. */
  readonly saidIn: ReadonlySet<string>;
}

/** Why the member is out of a room; `by` is missing where nobody said. */
export type RoomRemoval = Omit<Removal, 'room' | 'by'> & Partial<Pick<Removal, 'by'>>;

export type Withheld = 'name_required' | 'guests_refused';

/** What is so in one room. */
export interface RoomState {
  readonly roomId: string;
  /** As it was last told; `null` before the first answer. */
  readonly room: RoomInfo | null;
  /** Is there no such room, as far as this member may know? */
  readonly isMissing: boolean;
  /** Why the member may be here and does not read: a private room is read under a name. A guest who may only read has none. */
  readonly withheld: Withheld | null;
  /** A moderator has removed the member from it. */
  readonly removal: RoomRemoval | null;
  /** The member reads and does not write, until then by the clock of this page, or for good. */
  readonly muted: { readonly until?: number } | null;
  readonly timeline: Timeline;
  readonly present: Present;
  /** Who types, oneself included, in the order in which they began. */
  readonly typing: readonly Member[];
  /** Why the next message waits, for how long, and until when (milliseconds since 1970): too many came before it, or too much. */
  readonly slowed: {
    readonly why: 'rate' | 'quota';
    readonly ms: number;
    readonly until: number;
  } | null;
  readonly catchingUpSince: number | null;
  readonly isReadingOlder: boolean;
  /** While the reader is away or further up: the number of the newest message when they left. */
  readonly leftAt: number | null;
  /** The numbers of the message behind which "New" stands, and of the newest when the reader came. */
  readonly news: News | null;
  readonly unread: number;
  /** By the ids of the messages. */
  readonly deletions: ReadonlyMap<string, Deletion>;
}

/** What a component may show: one room, and the page around it. */
export type ChatState = SessionState & RoomState;

/** The id that the entries of this member begin with; before the first session nobody knows it. */
export const memberIdOf = (state: Pick<SessionState, 'session'>): string => state.session?.member.id ?? '';

/** Who asks for something to be done, as {@link roleIn} wants to know it. */
export const askerOf = ({ session }: Pick<SessionState, 'session'>): Asker => ({
  id: session?.member.id ?? '',
  isAdmin: session?.isAdmin ?? false,
});

/** What the member is in the room. */
export const ownRoleOf = (state: Pick<ChatState, 'session' | 'room'>): Role =>
  roleIn(state.room ?? {}, askerOf(state));

/** Whose block keeps the member from writing in the direct message that is shown. */
export const blockOf = (state: Pick<ChatState, 'session' | 'room'>): 'own' | 'other' | null =>
  blockIn(state.room ?? {}, memberIdOf(state));
