import type { ErrorReport, Result } from '@/lib/chat/errors';
import type { Handshake } from '@/lib/chat/events/handshake';
import type { News } from '@/lib/chat/events/news';
import type { AnswerOf, PayloadOf, RequestName } from '@/lib/chat/events/requests';

export type Answered<E extends RequestName> = Result<AnswerOf<E>>;

/** Never rejects. Without an answer in time, or without a connection, the answer is `unanswered`. */
export type Request = <E extends RequestName>(event: E, payload: PayloadOf<E>) => Promise<Answered<E>>;

/** `upgrading` opens a session by long polling and moves to a WebSocket if one works; `polling` does not try. */
export type Transport = 'websocket' | 'upgrading' | 'polling';

/** One connection to whichever node answers, from the first attempt to its end. It never reconnects. */
export interface Wire {
  /** Never rejects. Without an answer in that time, or without a connection, the answer is `unanswered`. */
  request<E extends RequestName>(event: E, payload: PayloadOf<E>, withinMs: number): Promise<Answered<E>>;
  close(): void;
  /** Closes once every open request has been answered or has timed out. */
  retire(): void;
}

export interface WireListener {
  /** Something answers, though it may not have let us in yet. */
  reached(): void;
  /** The node sent news. */
  heard(...news: News): void;
  /** The connection could not be made, or broke. */
  lost(): void;
  /** A node answered and refused us. It may be tried again if `retryable`. */
  turnedAway(error: ErrorReport): void;
}

/** Begins to connect at once. Calls no listener before it has returned. */
export type OpenWire = (handshake: () => Handshake, transport: Transport, listener: WireListener) => Wire;
