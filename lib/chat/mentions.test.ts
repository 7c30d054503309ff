import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWholeName, mentionBeing, namesLike, splitMentions } from './mentions';
import { isMentioned } from './message-parts';

const mentioned = (text: string, names: string[]) =>
  splitMentions(text, names).flatMap((part) =>
    part.mentioned === undefined ? [] : [[part.text, part.mentioned]],
  );

it('[Q1] a member is mentioned by @ and its name, wherever it stands and however it is written', () => {
  expect(mentioned('@Ada, look', ['Ada'])).toEqual([['@Ada', 'Ada']]);
  expect(mentioned('look, @ADA!', ['Ada'])).toEqual([['@ADA', 'Ada']]);
  expect(mentioned('(@ada straße)', ['Ada Strasse'])).toEqual([['@ada straße', 'Ada Strasse']]);
  expect(mentioned('@你好，看', ['你好'])).toEqual([['@你好', '你好']]);
});

it('[Q1] who is called otherwise is not mentioned', () => {
  for (const text of ['@Adam', 'ada@ada.example', 'Ada', '@ Ada', '@', '@Ad', '@Ada_2']) {
    expect(mentioned(text, ['Ada'])).toEqual([]);
  }
});

it('[Q1] of two names that begin alike the longer one is meant', () => {
  expect(mentioned('@Ada Lovelace and @Ada', ['Ada', 'Ada Lovelace'])).toEqual([
    ['@Ada Lovelace', 'Ada Lovelace'],
    ['@Ada', 'Ada'],
  ]);
});

it('[Q1] names that mean something elsewhere are names', () => {
  const name = '.*(a|b)$ \\d {}';
  expect(isMentioned(`hello @${name}`, name)).toBe(true);
  expect(isMentioned('hello @aaa', name)).toBe(false);
  expect(isMentioned('@__proto__', '__proto__')).toBe(true);
});

it('[Q1] the parts of a message are the message', () => {
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

it('[Q2] what is typed behind an @ may become a name, until it cannot', () => {
  expect(mentionBeing('hello @Ad', 9)).toEqual({ at: 6, typed: 'Ad' });
  expect(mentionBeing('hello @Ad there', 9)).toEqual({ at: 6, typed: 'Ad' });
  expect(mentionBeing('@', 1)).toEqual({ at: 0, typed: '' });
  expect(mentionBeing('@Ad', 0)).toBeNull();
  for (const text of ['hello', 'ada@ex', '@ a', '@Ada\nb', 'https://medium.com/@ad'])
    expect(mentionBeing(text, text.length)).toBeNull();
});

it('[Q2] names are offered by how they begin', () => {
  expect(namesLike(['Ada', 'adam', 'Ben'], 'AD', 5)).toEqual(['Ada', 'adam']);
  expect(namesLike(['Ada', 'adam', 'Ben'], '', 2)).toEqual(['Ada', 'adam']);
});

it('[Q2] a space behind what is typed ends a word of the name', () => {
  const names = ['Ada', 'Ada Lovelace', 'Adam', 'Li Lei', '小明'];
  expect(namesLike(names, 'Ada ', 5)).toEqual(['Ada', 'Ada Lovelace']);
  expect(namesLike(names, 'ADA\u00a0', 5)).toEqual(['Ada', 'Ada Lovelace']);
  expect(namesLike(names, 'Ad ', 5)).toEqual([]);
  expect(namesLike(names, 'l ', 5)).toEqual([]);
  expect(namesLike(names, 'Li ', 5)).toEqual(['Li Lei']);
  expect(namesLike(names, 'Li L', 5)).toEqual(['Li Lei']);
});

it('[Q2] what is typed to its end is a whole name, in whichever case, form and spacing', () => {
  for (const typed of ['Ada', 'ada', 'ADA ', 'Ａda']) expect(isWholeName(['Ben', 'Ada'], typed)).toBe(true);
  for (const typed of ['', 'Ad', 'Adam', 'Ada, ']) expect(isWholeName(['Ben', 'Ada'], typed)).toBe(false);
});
