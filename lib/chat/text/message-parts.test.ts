import fc from 'fast-check';
import { expect, it } from 'vitest';
import { knownNames } from './mentions';
import { isMentioned, splitMessage } from './message-parts';

it('[Q3] an @ in an address is no mention, and one beside it is', () => {
  expect(
    splitMessage('@Ada, see https://medium.com/@ada/x or ask ada@ada.example', knownNames(['Ada'])),
  ).toEqual([
    { text: '@Ada', mentioned: 'Ada' },
    { text: ', see ' },
    { text: 'https://medium.com/@ada/x', href: 'https://medium.com/@ada/x' },
    { text: ' or ask ' },
    { text: 'ada@ada.example', href: 'mailto:ada@ada.example' },
  ]);
  expect(isMentioned('https://medium.com/@ada/x', 'Ada')).toBe(false);
  expect(isMentioned('https://medium.com/@ada/x @ada', 'Ada')).toBe(true);
});

it('[Q3] whoever is called like an address is mentioned, and no mention reaches into one', () => {
  expect(splitMessage('@example.com', knownNames(['example.com']))).toEqual([
    { text: '@example.com', mentioned: 'example.com' },
  ]);
  expect(splitMessage('@Ada example.com', knownNames(['Ada', 'Ada example.com']))).toEqual([
    { text: '@Ada', mentioned: 'Ada' },
    { text: ' ' },
    { text: 'example.com', href: 'https://example.com/' },
  ]);
});

it('[Q3] what follows an address at once mentions nobody', () => {
  expect(isMentioned('https://example.com@Ada', 'Ada')).toBe(false);
});

it('[Q3] the parts of a message are the message, whatever leads out of it', () => {
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
      const parts = splitMessage(text, knownNames(['Ada', 'a.com']));
      expect(parts.map((part) => part.text).join('')).toBe(text);
    }),
    { numRuns: 1_000 },
  );
});
