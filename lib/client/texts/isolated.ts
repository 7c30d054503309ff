/** Unicode's marks around text with a direction of its own (UAX #9: FSI, PDI). */
const [BEGIN, END] = ['\u2068', '\u2069'];

/** The blocks of right-to-left scripts: Hebrew, Arabic, Thaana, Adlam and their kin. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Isolates what a person wrote within a sentence of ours, so that neither turns the other around. Our sentences run from left
 * to right, so text that does, too, needs no marks.
 */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? BEGIN + text + END : text);

export interface SentencePart {
  readonly text: string;
  readonly isIsolated: boolean;
}

/** Splits a sentence into parts to be shown as elements, and drops the marks. */
export const sentenceParts = (sentence: string): readonly SentencePart[] =>
  sentence
    .split(/\u2068([^\u2069]*)\u2069/u)
    .map((text, index) => ({ text, isIsolated: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
