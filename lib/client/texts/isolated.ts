/** Unicode's marks around what has a direction of its own (UAX #9: FSI, PDI). */
const [BEGIN, END] = ['\u2068', '\u2069'];

/** The blocks of scripts that are written from right to left: Hebrew, Arabic, Thaana, Adlam and their kin. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * What a person wrote, as it stands within a sentence of ours: in a direction of its own, so that neither turns the other
 * around. Our sentences run from left to right, and what does, too, needs no marks.
 */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? BEGIN + text + END : text);

export interface SentencePart {
  readonly text: string;
  readonly isIsolated: boolean;
}

/** The parts of a sentence, for whoever shows them as elements: the marks are in none. */
export const sentenceParts = (sentence: string): readonly SentencePart[] =>
  sentence
    .split(/\u2068([^\u2069]*)\u2069/u)
    .map((text, index) => ({ text, isIsolated: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
