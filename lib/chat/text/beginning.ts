/**
 * A browser on a phone takes up to 60 ms to lay out a text of 4,000 characters, and a message may have many things that are
 * slow: right-to-left brackets, hundreds of addresses, thousands of lines. Anything beyond these bounds is shown on demand.
 */
const SHOWN_MAX_LENGTH = 1_200;
const SHOWN_MAX_LINES = 24;
/** Nobody should have to ask for the last line or two. */
const WHOLE_MAX_LENGTH = 1_500;
const WHOLE_MAX_LINES = 30;

/** No word is split if one ends this close before. */
const WORD_LENGTH = 80;
/** Longer than the longest character that people use. */
const CHARACTER_LENGTH = 64;

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Returns what is shown of a long text at first; `null` for one that is shown whole. */
export function beginningOf(text: string): string | null {
  const isLong = text.length > WHOLE_MAX_LENGTH || endOfLines(text, WHOLE_MAX_LINES) < text.length;
  if (!isLong) return null;
  const end = Math.min(endOfLines(text, SHOWN_MAX_LINES), SHOWN_MAX_LENGTH);
  return text.slice(0, end < SHOWN_MAX_LENGTH ? end : wordEndBefore(text, end)).trimEnd();
}

/** Returns where the first `count` lines end. */
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

/** Looks at a bounded part of the text, because one character may be endless. */
function characterStartBefore(text: string, end: number): number {
  const from = end - CHARACTER_LENGTH;
  const around = characters.segment(text.slice(from, end + CHARACTER_LENGTH)).containing(CHARACTER_LENGTH);
  return around === undefined || around.index === 0 ? end : from + around.index;
}
