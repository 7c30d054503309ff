import type { ErrorCode } from './errors';
import { hasStackedMarks, isBlank, isLongerThan, MESSAGE_MAX_CHARACTERS } from './text/text';

/**
 * What a person is about to say. It travels as one value from the composer through the outbox and the wire into the log: a
 * field that is added here and to the schema of `message:send` goes all the way.
 */
export interface Draft {
  readonly text: string;
}

/** For anything that is no longer a message. */
export type NoDraft = { readonly [Field in keyof Draft]?: never };

/** The compiler asks for every field, optional ones too. */
const IS_FIELD: Readonly<Record<keyof Draft, true>> = { text: true };

/** Reduces a value that has more fields to its draft. */
export const draftOf = (value: Draft): Draft =>
  Object.fromEntries(Object.entries(value).filter(([field]) => field in IS_FIELD)) as unknown as Draft;

/** Returns why it cannot be sent. Marks are checked first, because too many of them take long to be sorted. */
export function faultOf({ text }: Draft): ErrorCode | null {
  if (hasStackedMarks(text)) return 'message_marks';
  if (isBlank(text)) return 'message_empty';
  return isLongerThan(text, MESSAGE_MAX_CHARACTERS) ? 'message_too_long' : null;
}
