import { ROOM_TITLE_MAX_CHARACTERS, ROOM_TOPIC_MAX_CHARACTERS } from './room';
import { bytesFor, MARKS_MAX, MESSAGE_MAX_CHARACTERS, NAME_MAX_CHARACTERS } from './text/text';

/** Either limit may be exceeded alone: a family of emoji is one character of 25 bytes. */
const limit = (characters: number): string =>
  `${characters.toLocaleString('en')} characters, and ${bytesFor(characters).toLocaleString('en')} bytes: an emoji may take 25 of these or more`;

/**
 * Every failure that crosses the wire: its code, its sentence in English, and whether the same request may succeed later.
 * Interface and outbox decide by `code` and `retryable`, never by the sentence.
 */
export const ERRORS = {
  bad_request: { message: 'The server did not understand this request.', retryable: false },
  outdated_page: { message: 'This page is out of date. Please reload it.', retryable: false },
  name_required: { message: 'Please set a username first!', retryable: false },
  name_empty: { message: 'Username cannot be empty!', retryable: false },
  name_too_long: { message: `A username has at most ${limit(NAME_MAX_CHARACTERS)}.`, retryable: false },
  name_forbidden: { message: 'This username contains characters that cannot be shown.', retryable: false },
  name_taken: { message: 'This username is taken.', retryable: false },
  name_fixed: { message: 'Your username is that of the site you come from.', retryable: false },
  /** The same token stays refused: a page asks its site for another. */
  token_refused: {
    message: 'Your sign-in is not valid, or has expired. What you wrote is kept.',
    retryable: false,
  },
  token_unchecked: { message: 'The server cannot check your sign-in right now.', retryable: true },
  guests_refused: { message: 'Only those who are signed in can enter this chat room.', retryable: false },
  guests_read: { message: 'Only those who are signed in can write here.', retryable: false },
  message_empty: { message: 'Message cannot be empty!', retryable: false },
  message_too_long: {
    message: `A message has at most ${limit(MESSAGE_MAX_CHARACTERS)}.`,
    retryable: false,
  },
  message_marks: {
    message: `A message has at most ${MARKS_MAX} accents or other marks on one letter.`,
    retryable: false,
  },
  message_unknown: { message: 'There is no such message any more.', retryable: false },
  not_allowed: { message: 'You may not do this.', retryable: false },
  room_unknown: { message: 'There is no such room.', retryable: false },
  room_taken: { message: 'There is a room at this address already.', retryable: false },
  room_title_empty: { message: 'A room needs a title.', retryable: false },
  room_title_too_long: {
    message: `A title has at most ${limit(ROOM_TITLE_MAX_CHARACTERS)}.`,
    retryable: false,
  },
  room_topic_too_long: {
    message: `A topic has at most ${limit(ROOM_TOPIC_MAX_CHARACTERS)}.`,
    retryable: false,
  },
  room_text_forbidden: { message: 'This text contains characters that cannot be shown.', retryable: false },
  rooms_too_many: { message: 'There are too many rooms. Leave one first.', retryable: false },
  /** For somebody who writes to a member who has no place for another direct message. */
  directs_too_many: { message: 'This person has too many direct messages to get another.', retryable: false },
  member_unknown: { message: 'There is no such member here.', retryable: false },
  room_closed: { message: 'This room is closed.', retryable: false },
  muted: { message: 'You are muted in this room.', retryable: false },
  banned: { message: 'You are banned from this room.', retryable: false },
  /** In a direct message. */
  blocked: { message: 'This person has blocked you. You cannot write to them.', retryable: false },
  has_blocked: { message: 'You have blocked this person. Unblock them to write.', retryable: false },
  room_not_joined: { message: 'Join the room first.', retryable: true },
  rate_limited: { message: 'You are too fast. Please wait a moment.', retryable: true },
  /** About how much somebody may store, not how often. */
  quota_reached: {
    message: 'You have written as much as one may for now. Please try again later.',
    retryable: true,
  },
  store_unavailable: {
    message: "The server can't store anything right now. Please try again in a moment.",
    retryable: true,
  },
  /** Never sent: a client reports by it that it got no answer. Nobody knows whether the request was carried out. */
  unanswered: { message: 'The server did not answer. Please try again.', retryable: true },
  internal: { message: 'Something went wrong on the server.', retryable: true },
} as const satisfies Record<string, { message: string; retryable: boolean }>;

export type ErrorCode = keyof typeof ERRORS;

/** What a failure may contain beyond its code. */
export interface ErrorDetails {
  /** Identifies an `internal` failure in the server's log. */
  readonly id?: string;
  /** If a name is taken: similar names that nobody holds. */
  readonly freeNames?: readonly string[];
  /** If a rate or quota is exceeded: after how many milliseconds the same request may be repeated. */
  readonly retryAfterMs?: number;
  /** If somebody is muted or banned: when that ends, in milliseconds since 1970; absent for good. */
  readonly until?: number;
}

/** A failure as it crosses the wire. */
export interface ErrorReport extends ErrorDetails {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** The answer to every acknowledged event. */
export type Result<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: ErrorReport };

/** A failure from the catalogue, thrown within one side. */
export class ChatError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, { cause, ...details }: ErrorOptions & ErrorDetails = {}) {
    super(ERRORS[code].message, { cause });
    this.name = 'ChatError';
    this.code = code;
    this.details = details;
  }
}

export const reportOf = (code: ErrorCode, details: ErrorDetails = {}): ErrorReport => ({
  code,
  ...ERRORS[code],
  ...details,
});

/**
 * Returns the failure in an answer; `null` if it is not one. An unknown code of a newer server reads as `internal`, and details
 * that are not what they should be are left out.
 */
export function errorReportIn(answered: unknown): ErrorReport | null {
  if (typeof answered !== 'object' || answered === null) return null;
  const { code, message, retryable, ...details } = answered as Record<string, unknown>;
  if (typeof message !== 'string' || typeof retryable !== 'boolean') return null;
  return { code: isErrorCode(code) ? code : 'internal', message, retryable, ...detailsIn(details) };
}

const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

const detailsIn = ({ id, freeNames, retryAfterMs, until }: Record<string, unknown>): ErrorDetails => ({
  ...(typeof id === 'string' && { id }),
  ...(isStrings(freeNames) && { freeNames }),
  ...(isFiniteNumber(retryAfterMs) && retryAfterMs >= 0 && { retryAfterMs }),
  ...(isFiniteNumber(until) && { until }),
});

const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
