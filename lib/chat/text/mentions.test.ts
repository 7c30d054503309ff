import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linksIn } from './links';
import {
  isWholeName,
  type KnownNames,
  knownNames,
  mentionBeing,
  mentionsBetween,
  namesLike,
} from './mentions';
import { isMentioned } from './message-parts';
import { nameFold } from './text';

const splitMentions = (text: string, names: readonly string[]) =>
  mentionsBetween(text, 0, text.length, knownNames(names));

const mentioned = (text: string, names: string[]) =>
  splitMentions(text, names).flatMap((part) =>
    part.mentioned === undefined ? [] : [[part.text, part.mentioned]],
  );

it('[Q1] a member is mentioned by @ and their name, wherever it is and however it is written', () => {
  expect(mentioned('@Ada, look', ['Ada'])).toEqual([['@Ada', 'Ada']]);
  expect(mentioned('look, @ADA!', ['Ada'])).toEqual([['@ADA', 'Ada']]);
  expect(mentioned('(@ada straße)', ['Ada Strasse'])).toEqual([['@ada straße', 'Ada Strasse']]);
  expect(mentioned('@你好，看', ['你好'])).toEqual([['@你好', '你好']]);
});

it('[Q1] a member with another name is not mentioned', () => {
  for (const text of ['@Adam', 'ada@ada.example', 'Ada', '@ Ada', '@', '@Ad', '@Ada_2']) {
    expect(mentioned(text, ['Ada'])).toEqual([]);
  }
});

it('[Q1] of two names with the same beginning the longer one is meant', () => {
  expect(mentioned('@Ada Lovelace and @Ada', ['Ada', 'Ada Lovelace'])).toEqual([
    ['@Ada Lovelace', 'Ada Lovelace'],
    ['@Ada', 'Ada'],
  ]);
});

it('[Q1] names that mean something elsewhere are just names', () => {
  const name = '.*(a|b)$ \\d {}';
  expect(isMentioned(`hello @${name}`, name, linksIn)).toBe(true);
  expect(isMentioned('hello @aaa', name, linksIn)).toBe(false);
  expect(isMentioned('@__proto__', '__proto__', linksIn)).toBe(true);
});

it('[Q1] the parts of a message add up to the message', () => {
  const piece = fc.oneof(
    fc.constantFrom('@', '@Ada', '@ben', ' ', '\n', 'ß', '𝕒'),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.string({ unit: 'grapheme' })), (pieces, names) => {
      const text = pieces.join('');
      const parts = splitMentions(text, ['Ada', 'Ben', ...names]);
      expect(parts.map((part) => part.text).join('')).toBe(text);
    }),
  );
});

it('[Q2] text after an @ may become a name, until it no longer can', () => {
  expect(mentionBeing('hello @Ad', 9, linksIn)).toEqual({ at: 6, typed: 'Ad' });
  expect(mentionBeing('hello @Ad there', 9, linksIn)).toEqual({ at: 6, typed: 'Ad' });
  expect(mentionBeing('@', 1, linksIn)).toEqual({ at: 0, typed: '' });
  expect(mentionBeing('@Ad', 0, linksIn)).toBeNull();
  for (const text of ['hello', 'ada@ex', '@ a', '@Ada\nb', 'https://medium.com/@ad'])
    expect(mentionBeing(text, text.length, linksIn)).toBeNull();
});

it('[Q2] names are suggested by their beginning', () => {
  expect(namesLike(['Ada', 'adam', 'Ben'], 'AD', 5)).toEqual(['Ada', 'adam']);
  expect(namesLike(['Ada', 'adam', 'Ben'], '', 2)).toEqual(['Ada', 'adam']);
});

it('[Q2] a space after the typed text ends a word of the name', () => {
  const names = ['Ada', 'Ada Lovelace', 'Adam', 'Li Lei', '小明'];
  expect(namesLike(names, 'Ada ', 5)).toEqual(['Ada', 'Ada Lovelace']);
  expect(namesLike(names, 'ADA\u00a0', 5)).toEqual(['Ada', 'Ada Lovelace']);
  expect(namesLike(names, 'Ad ', 5)).toEqual([]);
  expect(namesLike(names, 'l ', 5)).toEqual([]);
  expect(namesLike(names, 'Li ', 5)).toEqual(['Li Lei']);
  expect(namesLike(names, 'Li L', 5)).toEqual(['Li Lei']);
});

it('[Q2] a fully typed name is recognized in any case, form and spacing', () => {
  for (const typed of ['Ada', 'ada', 'ADA ', 'Ａda']) expect(isWholeName(['Ben', 'Ada'], typed)).toBe(true);
  for (const typed of ['', 'Ad', 'Adam', 'Ada, ']) expect(isWholeName(['Ben', 'Ada'], typed)).toBe(false);
});

/** The rule, implemented literally and slowly. */
function slowly(text: string, names: readonly string[]): [string, string][] {
  const word = /[\p{L}\p{M}\p{N}_]/u;
  const letters = (one: string) => nameFold(one).normalize('NFKD').replaceAll('ς', 'σ');
  const found: [string, string][] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '@' || word.test(text.charAt(at - 1)) || /\s/u.test(text.charAt(at + 1))) continue;
    const ends = Array.from({ length: Math.min(64, text.length - at - 1) }, (_, index) => at + 2 + index);
    for (const end of ends.reverse()) {
      const typed = text.slice(at + 1, end);
      const follows = String.fromCodePoint(text.codePointAt(end) ?? 0x20);
      if (!typed.isWellFormed() || word.test(follows) || /\s$/u.test(typed)) continue;
      const name = names.findLast((one) => letters(one) === letters(typed) && letters(one) !== '');
      if (name === undefined) continue;
      found.push([`@${typed}`, name]);
      at = end - 1;
      break;
    }
  }
  return found;
}

it('[Q1] mentions are found in one pass exactly as by trying everything', () => {
  const letter = fc.constantFrom(
    ...[
      'a',
      'A',
      'ß',
      'ss',
      'é',
      'e\u0301',
      'Σ',
      'ς',
      'σ',
      '한',
      '\u1112\u1161\u11ab',
      'ﬁ',
      '㍿',
      '𝕒',
      'И',
      'И\u0306',
    ],
    ...['@', ' ', '-', '_', '.', '1', '\ufe0f', '\u0301', '\u200d', '👍🏽', '小'],
  );
  const word = fc.array(letter, { minLength: 1, maxLength: 5 }).map((letters) => letters.join(''));
  const name = word.filter((one) => one.trim() === one && !/^\p{M}/u.test(one));
  const text = fc.array(fc.oneof(fc.constant('@'), word), { maxLength: 12 }).map((words) => words.join(''));
  fc.assert(
    fc.property(text, fc.array(name, { maxLength: 6 }), (said, names) => {
      for (const one of [said, ...names.map((called) => `${called}: @${called} `)]) {
        expect(mentioned(one, names)).toEqual(slowly(one, names));
      }
    }),
    { numRuns: 2_000 },
  );
});

let steps = 0;
class CountingMap<Key, Value> extends Map<Key, Value> {
  override get(key: Key): Value | undefined {
    steps += 1;
    return super.get(key);
  }
}
const counting = ({ next, ...node }: KnownNames): KnownNames => ({
  ...node,
  next: new CountingMap([...next].map(([letter, known]) => [letter, counting(known)])),
});

it.each([
  ['4,000 @', '@'.repeat(4_000)],
  ['@ and what folds to much', '@㍿'.repeat(2_000)],
  ['@ and what folds to more', '@ﷺ'.repeat(2_000)],
  ['one letter with 23,990 marks', `@a${'\u0301\u0316'.repeat(11_995)}`],
  ['names that nearly are', '@Ada Lovelac '.repeat(300)],
  ['one word', `@${'a'.repeat(3_999)}`],
])('[Q1] %s takes no more steps than the text has letters', (_name, text) => {
  const known = counting(knownNames(['Ada', 'Ada Lovelace', 'Ben', '小明', 'a@b']));
  steps = 0;
  mentionsBetween(text, 0, text.length, known);
  expect(steps).toBeLessThanOrEqual(2 * text.length);
});
