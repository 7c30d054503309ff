import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linksIn } from './links';
import { knownNames } from './mentions';
import { isMentioned, splitMessage } from './message-parts';

const partsOf = (text: string, names: readonly string[]) =>
  splitMessage(text, knownNames(names), linksIn(text));
const isMentionedIn = (text: string, name: string) => isMentioned(text, name, linksIn);

it('[Q3] an @ in an address is not a mention, and one beside it is', () => {
  expect(partsOf('@Ada, see https://medium.com/@ada/x or ask ada@ada.example', ['Ada'])).toEqual([
    { text: '@Ada', mentioned: 'Ada' },
    { text: ', see ' },
    { text: 'https://medium.com/@ada/x', href: 'https://medium.com/@ada/x' },
    { text: ' or ask ' },
    { text: 'ada@ada.example', href: 'mailto:ada@ada.example' },
  ]);
  expect(isMentionedIn('https://medium.com/@ada/x', 'Ada')).toBe(false);
  expect(isMentionedIn('https://medium.com/@ada/x @ada', 'Ada')).toBe(true);
});

it('[Q3] a member named like an address can be mentioned, and no mention reaches into an address', () => {
  expect(partsOf('@example.com', ['example.com'])).toEqual([
    { text: '@example.com', mentioned: 'example.com' },
  ]);
  expect(partsOf('@Ada example.com', ['Ada', 'Ada example.com'])).toEqual([
    { text: '@Ada', mentioned: 'Ada' },
    { text: ' ' },
    { text: 'example.com', href: 'https://example.com/' },
  ]);
});

it('[Q3] text right after an address mentions nobody', () => {
  expect(isMentionedIn('https://example.com@Ada', 'Ada')).toBe(false);
});

it('[Q3] the parts of a message add up to the message, whatever links it contains', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '@',
      '@Ada',
      'https://',
      'a.com',
      '/@ada',
      'ada@',
      ' ',
      '看',
      '\u202e',
      '\u200b',
      '[',
      '(',
    ),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const parts = partsOf(text, ['Ada', 'a.com']);
      expect(parts.map((part) => part.text).join('')).toBe(text);
    }),
    { numRuns: 1_000 },
  );
});
