import { linksIn } from './links';
import { nameFold } from './text';

/** A piece of a message: what stands there, and whom it mentions. */
export interface TextPart {
  readonly text: string;
  /** The name behind the `@`, as it is written in {@link splitMentions}'s list; absent where nobody is mentioned. */
  readonly mentioned?: string;
}

/** Letters and digits go on with a word: `@Ada` is not mentioned in `@Adam`, nor in `ada@adam.example`. */
const WORD = /[\p{L}\p{M}\p{N}_]/u;

/** Names by what they share with how else they may be written. */
export type KnownNames = ReadonlyMap<string, string>;

export function namesByFold(names: readonly string[]): KnownNames {
  const known = new Map(names.map((name) => [nameFold(name), name]));
  known.delete('');
  return known;
}

/**
 * The parts of a message, in their order. A member is mentioned by `@` and its name, without regard to case and form;
 * of two names that begin alike, the longer one is meant.
 */
export const splitMentions = (text: string, names: readonly string[]): readonly TextPart[] =>
  mentionsBetween(text, 0, text.length, namesByFold(names));

/** The same for what stands in `text` from `start` to `end`. */
export function mentionsBetween(
  text: string,
  start: number,
  end: number,
  known: KnownNames,
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let plainFrom = start;
  for (const { index } of text.slice(start, end).matchAll(/@/g)) {
    const at = start + index;
    if (at < plainFrom || WORD.test(text.charAt(at - 1))) continue;
    const found = longestAt(text, at + 1, end, known);
    if (found === undefined) continue;
    if (at > plainFrom) parts.push({ text: text.slice(plainFrom, at) });
    parts.push({ text: text.slice(at, found.end), mentioned: found.name });
    plainFrom = found.end;
  }
  if (plainFrom < end) parts.push({ text: text.slice(plainFrom, end) });
  return parts;
}

interface FoundName {
  readonly name: string;
  readonly end: number;
}

/** A name may be written otherwise than it is stored, so its length is not known: no mention is longer than this. */
const MENTION_MAX_UNITS = 64;

function longestAt(text: string, from: number, to: number, known: KnownNames): FoundName | undefined {
  if (/\s/u.test(text.charAt(from))) return undefined;
  for (let end = Math.min(to, from + MENTION_MAX_UNITS); end > from; end -= 1) {
    if (WORD.test(text.charAt(end)) || /\s/u.test(text.charAt(end - 1))) continue;
    const name = known.get(nameFold(text.slice(from, end)));
    if (name !== undefined) return { name, end };
  }
  return undefined;
}

/** What is being typed behind an `@` in front of `caret`, where it could become a name. */
export function mentionBeing(
  text: string,
  caret: number,
): { readonly at: number; readonly typed: string } | null {
  const at = text.slice(0, caret).lastIndexOf('@');
  if (at === -1 || WORD.test(text.charAt(at - 1))) return null;
  const typed = text.slice(at + 1, caret);
  if (/[\n@]/.test(typed) || typed.startsWith(' ') || typed.length > MENTION_MAX_UNITS) return null;
  return isInLink(text.slice(0, caret), at) ? null : { at, typed };
}

const isInLink = (text: string, at: number): boolean =>
  linksIn(text).some(({ from, to }) => from < at && at < to);

/** Those of `names` that what is typed could become, at most `limit`. */
export const namesLike = (names: readonly string[], typed: string, limit: number): readonly string[] =>
  names.filter((name) => couldBecome(name, typed)).slice(0, limit);

/** Folding drops spaces, but one behind what is typed ends a word of the name, or the name. */
function couldBecome(name: string, typed: string): boolean {
  const [wanted, fold] = [nameFold(typed), nameFold(name)];
  if (!/\s$/u.test(typed)) return fold.startsWith(wanted);
  const words = name.split(/\s+/u);
  return words.some((_, index) => nameFold(words.slice(0, index + 1).join(' ')) === wanted);
}

/** Is what is typed one of `names` already? */
export const isWholeName = (names: readonly string[], typed: string): boolean =>
  names.some((name) => nameFold(name) === nameFold(typed));
