import type { ErrorReport } from '../chat/errors';
import type {
  ClientToServer,
  Expulsion,
  Frame,
  Handshake,
  MarkChange,
  NameChange,
  PresenceChange,
  Session,
  TypingChange,
} from '../chat/protocol';
import type { RoomInfo } from '../chat/room';

export type RequestName = keyof ClientToServer;
export type PayloadOf<E extends RequestName> = Parameters<ClientToServer[E]>[0];
export type AnswerOf<E extends RequestName> = Parameters<Parameters<ClientToServer[E]>[1]>[0];

/** One connection to whichever node answers. It comes back by itself until it is closed. */
export interface Wire {
  /** Never rejects. Without an answer in time, or without a connection, the answer is `unanswered`. */
  request<E extends RequestName>(event: E, payload: PayloadOf<E>): Promise<AnswerOf<E>>;
  /** Connects at once: drops the connection there is, and any wait for the next attempt. */
  connect(): void;
  /** Has a node answered at all? It may not have let us in yet. */
  isReached(): boolean;
  close(): void;
  /** Closes once everything that was asked has been answered, or has waited for its answer long enough. */
  retire(): void;
}

export interface WireListener {
  opened(session: Session): void;
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
  /** The node is about to end. */
  draining(): void;
  /** The connection broke or could not be made; the wire tries again by itself. */
  lost(): void;
  /** A node answered and did not let us in. It may be tried again if `retryable`. */
  turnedAway(error: ErrorReport): void;
}

export type OpenWire = (handshake: () => Handshake, listener: WireListener) => Wire;
