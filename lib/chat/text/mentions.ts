import type { FindLinks } from './links';
import { MARKS_MAX, nameFold } from './text';

/** A piece of a message: its text, and whom it mentions. */
export interface TextPart {
  readonly text: string;
  /** The name after the `@`, as given to {@link knownNames}; absent if nobody is mentioned. */
  readonly mentioned?: string;
}

/** Letters and digits continue a word: `@Ada` is not mentioned in `@Adam`, nor in `ada@adam.example`. */
const WORD = /[\p{L}\p{M}\p{N}_]/u;

/** Names letter by letter, as returned by {@link lettersOf}, so that one pass finds how far a text matches any of them. */
export interface KnownNames {
  readonly next: ReadonlyMap<string, KnownNames>;
  /** The name that ends here. */
  readonly name?: string;
}

interface Branch {
  readonly next: Map<string, Branch>;
  name?: string;
}

export function knownNames(names: readonly string[]): KnownNames {
  const root: Branch = { next: new Map() };
  for (const name of names) {
    let branch = root;
    for (const letter of lettersOf(name)) {
      const next: Branch = branch.next.get(letter) ?? { next: new Map() };
      branch.next.set(letter, next);
      branch = next;
    }
    if (branch !== root) branch.name = name;
  }
  return root;
}

/**
 * Returns the parts of `text` from `start` to `end`, in order. A member is mentioned by `@` and their name, in any case and
 * form; of two names with the same beginning, the longer one is meant.
 */
export function mentionsBetween(
  text: string,
  start: number,
  end: number,
  known: KnownNames,
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let plainFrom = start;
  for (let at = text.indexOf('@', start); at !== -1 && at < end; at = text.indexOf('@', at + 1)) {
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

/** A name may be written differently from how it is stored, so its length is unknown: no mention is longer than this. */
const MENTION_MAX_UNITS = 64;

function longestAt(text: string, from: number, to: number, known: KnownNames): FoundName | undefined {
  if (/\s/u.test(text.charAt(from))) return undefined;
  let [place, found]: [KnownNames | undefined, FoundName | undefined] = [known, undefined];
  for (const unit of unitsOf(text.slice(from, Math.min(to, from + MENTION_MAX_UNITS)))) {
    for (const letter of lettersOf(unit.text)) place = place?.next.get(letter);
    if (place === undefined) break;
    const end = from + unit.end;
    const isEnd = !WORD.test(characterAt(text, end)) && !/\s$/u.test(unit.text);
    if (isEnd && place.name !== undefined) found = { name: place.name, end };
  }
  return found;
}

const characterAt = (text: string, index: number): string =>
  String.fromCodePoint(text.codePointAt(index) ?? 0x20);

/** A letter with its marks; marks beyond what a name may have on one letter are units of their own. */
const UNIT = new RegExp(`\\P{M}\\p{M}{0,${MARKS_MAX}}|\\p{M}{1,${MARKS_MAX}}`, 'gsu');

function* unitsOf(text: string): Generator<{ readonly text: string; readonly end: number }> {
  for (const { 0: unit, index } of text.matchAll(UNIT)) yield { text: unit, end: index + unit.length };
}

/**
 * What {@link nameFold} makes of a text, decomposed (NFKD), so that folding it as a whole or unit by unit gives the same. A
 * sigma at the end of a word is like any other.
 */
const lettersOf = (text: string): string =>
  PLAIN.test(text)
    ? text.toLowerCase().replaceAll(' ', '')
    : nameFold(text).normalize('NFKD').replaceAll('ς', 'σ');

/** Text that needs no folding but of case: most of what is looked up, at a hundredth of the cost. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Returns what is being typed after an `@` in front of `caret`, if it could become a name. */
export function mentionBeing(
  text: string,
  caret: number,
  linksIn: FindLinks,
): { readonly at: number; readonly typed: string } | null {
  const at = text.slice(0, caret).lastIndexOf('@');
  if (at === -1 || WORD.test(text.charAt(at - 1))) return null;
  const typed = text.slice(at + 1, caret);
  if (/[\n@]/.test(typed) || typed.startsWith(' ') || typed.length > MENTION_MAX_UNITS) return null;
  const isInLink = linksIn(text.slice(0, caret)).some(({ from, to }) => from < at && at < to);
  return isInLink ? null : { at, typed };
}

/** Returns at most `limit` of `names` that the typed text could become. */
export const namesLike = (names: readonly string[], typed: string, limit: number): readonly string[] =>
  names.filter((name) => couldBecome(name, typed)).slice(0, limit);

/** Folding drops spaces, but one after the typed text ends a word of the name, or the name. */
function couldBecome(name: string, typed: string): boolean {
  const [wanted, fold] = [nameFold(typed), nameFold(name)];
  if (!/\s$/u.test(typed)) return fold.startsWith(wanted);
  const words = name.split(/\s+/u);
  return words.some((_, index) => nameFold(words.slice(0, index + 1).join(' ')) === wanted);
}

/** Returns whether the typed text is one of `names` already. */
export const isWholeName = (names: readonly string[], typed: string): boolean =>
  names.some((name) => nameFold(name) === nameFold(typed));
