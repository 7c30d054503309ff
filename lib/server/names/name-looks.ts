import unhomoglyph from 'unhomoglyph';
import { nameFold } from '@/lib/chat/text/text';

const IGNORABLE = /[\s\p{Default_Ignorable_Code_Point}]/gu;

/** ASCII letters and digits that look alike in the font of a page. */
const ALIKE_IN_ASCII: Readonly<Record<string, string>> = { I: 'l', '1': 'l', '|': 'l', '0': 'O' };

/** The table has "rn" in place of m; beside each other in a line they are easy to tell apart, and Ema is not Erna. */
const prototypeOf = (letter: string): string => unhomoglyph(letter).replaceAll('rn', 'm');

/** What a name looks like, in letters that are the same for all that look alike (Unicode TR39, skeletons). */
const lookOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(IGNORABLE, '')
    .replace(/[^\0-\x7f]/gu, prototypeOf)
    .normalize('NFKD');

const withoutTwinsInAscii = (look: string): string =>
  look.replace(/[I1|0]/g, (letter) => ALIKE_IN_ASCII[letter] ?? letter);

/** The keys under which a store holds a name. None contains spaces. */
export interface NameKeys {
  /** Equal for names that count as one, whatever their case, form or spacing. */
  readonly fold: string;
  /**
   * Equal for names that look the same: letter by letter as written ("Ian" and "lan" do, "Elia" and "Ella" do not), and in any
   * case ("АТА" in Cyrillic letters and "Ata" do).
   */
  readonly looks: readonly string[];
}

/**
 * For how many of the latest names the keys are cached: they take long to work out, and the names of all members here are
 * renewed.
 */
export const KEYS_MAX = 5_000;
const kept = new Map<string, NameKeys>();

export function nameKeys(name: string): NameKeys {
  const keys = kept.get(name) ?? workedOut(name);
  kept.delete(name);
  kept.set(name, keys);
  const [oldest = ''] = kept.keys();
  if (kept.size > KEYS_MAX) kept.delete(oldest);
  return keys;
}

function workedOut(name: string): NameKeys {
  const fold = nameFold(name);
  const look = lookOf(name);
  const looks = [`=${withoutTwinsInAscii(look)}`, `~${nameFold(look)}`, `~${nameFold(lookOf(fold))}`];
  return { fold, looks: [...new Set(looks)] };
}
