import type { FindLinks, Link } from './links';
import { type KnownNames, knownNames, mentionsBetween, type TextPart } from './mentions';

/** A piece of a message: its text, and whom it mentions or where it leads. */
export interface MessagePart extends TextPart {
  readonly href?: string;
}

/** Returns the parts of a message, in order. An `@` in an address is not a mention, and no mention reaches into one. */
export function splitMessage(
  text: string,
  known: KnownNames,
  links: readonly Link[],
): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  let plainFrom = 0;
  for (const { from, to, href } of links) {
    parts.push(...mentionsBetween(text, plainFrom, from, known), { text: text.slice(from, to), href });
    plainFrom = to;
  }
  parts.push(...mentionsBetween(text, plainFrom, text.length, known));
  return parts;
}

const hasMention = (parts: readonly TextPart[]): boolean =>
  parts.some(({ mentioned }) => mentioned !== undefined);

/** Only looks for addresses if there is a name that could be in one. */
export function isMentioned(text: string, name: string, linksIn: FindLinks): boolean {
  if (!text.includes('@')) return false;
  const known = knownNames([name]);
  return (
    hasMention(mentionsBetween(text, 0, text.length, known)) &&
    hasMention(splitMessage(text, known, linksIn(text)))
  );
}
