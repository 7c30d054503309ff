import type { ErrorReport, Result } from '@/lib/chat/errors';
import type { Handshake } from '@/lib/chat/events/handshake';
import type { AnswerOf, PayloadOf, RequestName } from '@/lib/chat/events/requests';
import type { NameChange, Session } from '@/lib/chat/events/session';
import type { Frame } from '@/lib/chat/frame';
import type { Expulsion } from '@/lib/chat/moderation';
import type { PresenceChange } from '@/lib/chat/presence';
import type { RoomInfo } from '@/lib/chat/room';
import type { TypingChange } from '@/lib/chat/typing';
import type { MarkChange } from '@/lib/chat/unread';

export type Answered<E extends RequestName> = Result<AnswerOf<E>>;

/** Never rejects. Without an answer in time, or without a connection, the answer is `unanswered`. */
export type Request = <E extends RequestName>(event: E, payload: PayloadOf<E>) => Promise<Answered<E>>;

/**
 * `upgrading` opens a session by long polling and goes over to a WebSocket where one works; `polling` leaves it at that.
 */
export type Transport = 'websocket' | 'upgrading' | 'polling';

/** One connection to whichever node answers, from the first attempt to its end; there is no second. */
export interface Wire {
  /** Never rejects. Without an answer in that time, or without a connection, the answer is `unanswered`. */
  request<E extends RequestName>(event: E, payload: PayloadOf<E>, withinMs: number): Promise<Answered<E>>;
  close(): void;
  /** Closes once everything that was asked has been answered, or has waited for its answer long enough. */
  retire(): void;
}

/** What a node tells of by itself. */
export interface News {
  entriesCame(frame: Frame): void;
  presenceChanged(change: PresenceChange): void;
  /** The node can no longer store what it is sent, or can again. */
  storeChanged(isStoring: boolean): void;
  nameChanged(change: NameChange): void;
  markChanged(change: MarkChange): void;
  typingChanged(change: TypingChange): void;
  roomChanged(room: RoomInfo): void;
  /** The room is among the member's, by another tab or somebody who writes to it; or is no longer. */
  roomFollowed(room: RoomInfo): void;
  roomUnfollowed(roomId: string): void;
  /** Somebody who keeps order in the room has put the member out of it. */
  expelled(expulsion: Expulsion): void;
}

export interface WireListener extends News {
  /** Something answers. It may not have let us in yet. */
  reached(): void;
  opened(session: Session): void;
  /** The node is about to end. */
  draining(): void;
  /** The connection could not be made, or broke. */
  lost(): void;
  /** A node answered and did not let us in. It may be tried again if `retryable`. */
  turnedAway(error: ErrorReport): void;
}

/** Begins to connect at once. Nothing is told before it has returned. */
export type OpenWire = (handshake: () => Handshake, transport: Transport, listener: WireListener) => Wire;
