/** What a message and a name may contain. Lengths are in characters as a person sees them (grapheme clusters). */

export const MESSAGE_MAX_CHARACTERS = 4_000;
export const NAME_MAX_CHARACTERS = 32;

/**
 * A visible character may hide any number of combining marks. This bounds their bytes, so that the longest message (48 KB) fits
 * into a packet (64 KB).
 */
const BYTES_PER_CHARACTER = 12;

/** Returns how many bytes (in UTF-8) a text with this many characters may have. */
export const bytesFor = (characters: number): number => characters * BYTES_PER_CHARACTER;

/** Nobody writes more marks on one letter than this (Unicode Standard Annex 15, Stream-Safe Text Format). */
export const MARKS_MAX = 30;

const TOO_MANY_MARKS = new RegExp(`(?:\\p{M}\\p{Cf}*){${MARKS_MAX + 1}}`, 'u');

/**
 * Returns whether a letter has more marks than anybody writes. They take long to be sorted, and are painted over other lines.
 */
export const hasStackedMarks = (text: string): boolean => TOO_MANY_MARKS.test(text);

const STACK = new RegExp(`((?:\\p{M}\\p{Cf}*){${MARKS_MAX}})(?:\\p{M}\\p{Cf}*)+`, 'gu');

/** Returns the text with at most that many marks on each letter: older texts were stored with more. */
export const withoutStackedMarks = (text: string): string => text.replace(STACK, '$1');

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const utf8 = new TextEncoder();

/** Returns the number of characters that a person sees in `text`. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}

/** How much more fits into a text, by either measure; negative for an excess. */
export interface Space {
  readonly characters: number;
  readonly bytes: number;
}

/** Returns what a limit of `max` visible characters leaves after `text`. */
export const spaceBeside = (text: string, max: number): Space => ({
  characters: max - countCharacters(text),
  bytes: bytesFor(max) - utf8.encode(text).length,
});

/** Returns whether `text` is longer than `max` visible characters, or has too many bytes behind them. */
export function isLongerThan(text: string, max: number): boolean {
  if (text.length <= max) return false; // It cannot exceed either measure.
  if (text.length > bytesFor(max)) return true; // Not counted: it may be endless.
  if (utf8.encode(text).length > bytesFor(max)) return true;
  return mayHaveMoreThan(text, max) && hasMoreThan(text, max);
}

/** Marks that continue the character before them, whatever this machine's segmenter knows of it. */
const EXTENDING = /(?<=[^\p{C}\p{Z}])[\p{Mn}\p{Me}]+/gu;

/** Every character has a code point of its own. Spares most texts the segmenter, which takes a hundred times as long. */
const mayHaveMoreThan = (text: string, max: number): boolean => {
  const rest = text.replace(EXTENDING, '');
  return rest.length > max && Array.from(rest).length > max;
};

function hasMoreThan(text: string, max: number): boolean {
  let count = 0;
  for (const _ of graphemes.segment(text)) {
    count += 1;
    if (count > max) return true;
  }
  return false;
}

const VISIBLE = /[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Co}]/u;
/**
 * Code points whose category is a letter or symbol, but whose glyph is blank, which no Unicode property says: the Braille
 * blank, the object replacement character, and blanks of hieroglyphs, music and Khitan.
 */
const BLANK_GLYPHS = '\\u2800\\ufffc\\u{13441}\\u{13442}\\u{16fe4}\\u{1d159}';
/** Those, and fillers, joiners and variation selectors. */
const INVISIBLE = new RegExp(`[\\p{Default_Ignorable_Code_Point}${BLANK_GLYPHS}]`, 'gu');

/** Returns whether `text` has nothing that a person could see. */
export const isBlank = (text: string): boolean => !VISIBLE.test(text.replace(INVISIBLE, ''));

/**
 * What shows nothing, or nobody knows what: controls of text and of its direction, unassigned and private code points,
 * everything ignorable, blank glyphs. A name with any of it could pass for another.
 */
const HIDDEN = new RegExp(`[\\p{C}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}${BLANK_GLYPHS}]`, 'gu');

/** Scripts in which invisible characters make letters join or not. */
const JOINING_SCRIPTS =
  'Arabic Syriac Mandaic Mongolian Nko Phags_Pa Adlam Hanifi_Rohingya Devanagari Bengali Gurmukhi Gujarati Oriya Tamil ' +
  'Telugu Kannada Malayalam Sinhala Tibetan Myanmar Khmer Balinese Javanese Sundanese Chakma Meetei_Mayek';
const JOINING = JOINING_SCRIPTS.split(' ')
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');

/** Characters that are also hidden, but shape the one before them there. */
const SHAPING = new RegExp(
  [
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}]\\ufe0f?)\\u200d(?=\\p{Extended_Pictographic})',
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}])[\\ufe0e\\ufe0f]',
    '(?<=[\\d#*])\\ufe0f(?=\\u20e3)',
    '(?<=\\u{1f3f4})[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]+\\u{e007f}', // The flags of England, Scotland and Wales.
    `(?<=[${JOINING}])[\\u200c\\u200d]`,
    '(?<=\\p{Script=Mongolian})[\\u180b-\\u180d\\u180f]',
    // Before the last vowel of a word.
    '(?<=[\\u1820-\\u1878][\\u180b-\\u180d\\u180f]?)\\u180e(?=[\\u1820\\u1821])',
    '(?<=[\\p{Script=Han}\\p{Script=Myanmar}\\p{Script=Phags_Pa}])[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
  ].join('|'),
  'gu',
);
const SHAPERS = /[\u180b-\u180f\ufe00-\ufe0f]|\u200c|\u200d|[\u{e0020}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/u;
const NEVER_SHAPING = new RegExp(`(?!${SHAPERS.source})${HIDDEN.source}`, 'u');
const SHAPING_OR_HIDDEN = new RegExp(`(${SHAPING.source})|${HIDDEN.source}`, 'gu');

/** Returns a name as it is stored and shown: composed (NFC), without surrounding space, inner space folded to one. */
export const normalizeName = (typed: string): string => typed.normalize('NFC').replace(/\s+/gu, ' ').trim();

export const hasForbiddenCharacters = (name: string): boolean =>
  NEVER_SHAPING.test(name) || (SHAPERS.test(name) && SHAPERS.test(name.replace(SHAPING, '')));

/** Returns the name without forbidden characters, for somebody who cannot be asked for another. */
export const withoutForbiddenCharacters = (name: string): string =>
  name.replace(SHAPING_OR_HIDDEN, (_, shaping: string | undefined) => shaping ?? '');

const IGNORABLE = /[\s\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Lower, upper and lower again: ẞ becomes ß, then SS, then ss. JavaScript has no other way to fold case fully. */
const foldCase = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase();

/**
 * Returns what names have in common that a person cannot tell apart by case, form or spacing: compatibility caseless matching
 * in the Unicode Standard (chapter 3.13, definition D146), without invisible characters and spaces.
 */
export function nameFold(name: string): string {
  const folded = foldCase(name.normalize('NFD').replace(IGNORABLE, '')).normalize('NFKC');
  // The expansion of a compatibility form may have a case, and spaces, of its own: ℡ is TEL.
  return foldCase(folded.replace(IGNORABLE, '')).normalize('NFKC');
}

/** Returns `name` with the numbers from `first`, to offer if `name` is taken: "Ada 2", "Ada 3", … */
export function numberedNames(name: string, first: number, count: number): string[] {
  const base = name.replace(/ \d+$/u, '');
  return Array.from({ length: count }, (_, index) => {
    const suffix = ` ${first + index}`;
    return firstCharacters(base, NAME_MAX_CHARACTERS - suffix.length).trimEnd() + suffix;
  });
}

/** Returns `text`, or as much of it as leaves room for "…" within `max` visible characters. */
export const shorten = (text: string, max: number): string =>
  isLongerThan(text, max) ? `${firstCharacters(text, max - 1).trimEnd()}…` : text;

export const firstCharacters = (text: string, count: number): string =>
  Array.from(graphemes.segment(text), ({ segment }) => segment)
    .slice(0, count)
    .join('');
