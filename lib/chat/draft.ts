import type { ErrorCode } from './errors';
import { hasStackedMarks, isBlank, isLongerThan, MESSAGE_MAX_CHARACTERS } from './text/text';

/**
 * What a person is about to say. It goes as one value from the composer over the outbox and the wire into the log: what is
 * added here and to the schema of `message:send` goes along.
 */
export interface Draft {
  readonly text: string;
}

/** In whatever is no message any more. */
export type NoDraft = { readonly [Field in keyof Draft]?: never };

/** Only that of what is more than a draft. */
export const draftOf = ({ text }: Draft): Draft => ({ text }) satisfies Record<keyof Draft, unknown>;

/** Why it cannot be sent. Marks come first: what has too many takes long to be put in order. */
export function faultOf({ text }: Draft): ErrorCode | null {
  if (hasStackedMarks(text)) return 'message_marks';
  if (isBlank(text)) return 'message_empty';
  return isLongerThan(text, MESSAGE_MAX_CHARACTERS) ? 'message_too_long' : null;
}
