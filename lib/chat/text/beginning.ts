/**
 * A browser lays out a text of 4,000 characters in up to 60 ms on a phone, and of the length that one message may have there
 * are many: right-to-left brackets, hundreds of addresses, thousands of lines. What is beyond these is shown when asked for.
 */
const SHOWN_MAX_LENGTH = 1_200;
const SHOWN_MAX_LINES = 24;
/** Nobody is to ask for a line or two. */
const WHOLE_MAX_LENGTH = 1_500;
const WHOLE_MAX_LINES = 30;

/** A word is not cut where one ends so near before. */
const WORD_LENGTH = 80;
/** The longest character that people use, and some to spare. */
const CHARACTER_LENGTH = 64;

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What is shown of a long text at first; `null` for one that is shown whole. */
export function beginningOf(text: string): string | null {
  const isLong = text.length > WHOLE_MAX_LENGTH || endOfLines(text, WHOLE_MAX_LINES) < text.length;
  if (!isLong) return null;
  const end = Math.min(endOfLines(text, SHOWN_MAX_LINES), SHOWN_MAX_LENGTH);
  return text.slice(0, end < SHOWN_MAX_LENGTH ? end : wordEndBefore(text, end)).trimEnd();
}

/** Where the first `count` lines end. */
function endOfLines(text: string, count: number): number {
  let end = -1;
  for (let line = 0; line < count; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end === -1) return text.length;
  }
  return end;
}

function wordEndBefore(text: string, end: number): number {
  const near = text.slice(end - WORD_LENGTH, end);
  const space = near.search(/\s\S*$/);
  return space === -1 ? characterStartBefore(text, end) : end - near.length + space;
}

/** Looks at a bounded part of the text: one character may be endless. */
function characterStartBefore(text: string, end: number): number {
  const from = end - CHARACTER_LENGTH;
  const around = characters.segment(text.slice(from, end + CHARACTER_LENGTH)).containing(CHARACTER_LENGTH);
  return around === undefined || around.index === 0 ? end : from + around.index;
}
