import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ERRORS } from '@/lib/chat/errors';
import { textsIn } from '@/lib/client/texts/texts-in';
import {
  bytesFor,
  countCharacters,
  hasForbiddenCharacters,
  hasStackedMarks,
  isBlank,
  isLongerThan,
  nameFold,
  normalizeName,
  numberedNames,
  spaceBeside,
  withoutForbiddenCharacters,
  withoutStackedMarks,
} from './text';

const FAMILY = '👨‍👩‍👧‍👦';

it('[N1] characters are counted as a person sees them', () => {
  expect(countCharacters('café')).toBe(4);
  expect(countCharacters('cafe\u0301')).toBe(4);
  expect(countCharacters(FAMILY)).toBe(1);
  expect(countCharacters('你好')).toBe(2);
  expect(countCharacters('🇨🇳🇩🇪')).toBe(2);
});

it('[N1] a limit is in characters, however many code units they take', () => {
  expect(isLongerThan('x'.repeat(32), 32)).toBe(false);
  expect(isLongerThan('x'.repeat(33), 32)).toBe(true);
  expect(isLongerThan('🙂'.repeat(32), 32)).toBe(false);
  expect(isLongerThan('🙂'.repeat(33), 32)).toBe(true);
});

it('[N1] a few characters with endless marks are too long', () => {
  expect(isLongerThan(`a${'\u0301'.repeat(1_000)}`, 32)).toBe(true);
});

it('[N2] text that shows nothing is blank', () => {
  for (const blank of [
    '',
    ' ',
    '\n\t',
    '\u200b',
    '\u00a0\u3000',
    '\u2060\ufeff',
    '\u3164',
    '\u2800',
    '\ufe0f',
    '\u115f',
    '\ufffc',
    '\u{1d159}\u{13441}',
  ])
    expect(isBlank(blank)).toBe(true);
  for (const seen of ['a', ' . ', '🙂', '的', '\u0301']) expect(isBlank(seen)).toBe(false);
});

it('[N3] a name is composed, trimmed, and its inner space folded', () => {
  expect(normalizeName('  Ada \t  Lovelace ')).toBe('Ada Lovelace');
  expect(normalizeName('cafe\u0301')).toBe('café');
});

/** What Unicode says is invisible, or says nothing about. */
const SHOWS_NOTHING = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
const BLANK_GLYPHS = ['\u2800', '\ufffc', '\u{1d159}', '\u{13441}', '\u{13442}', '\u{16fe4}'];

it('[N4] of all code points, a name may have exactly those that show something', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10_ffff; code += 1) {
    const one = String.fromCodePoint(code);
    const name = normalizeName(`a${one}b`);
    const isHidden = SHOWS_NOTHING.test(one) || BLANK_GLYPHS.includes(one);
    if (name !== 'a b' && hasForbiddenCharacters(name) !== isHidden) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

it.each([
  ['unassigned', '\u0378'],
  ['no character', '\ufffe'],
  ['private', '\ue000'],
  ['half a character', '\ud800'],
  ['a control of hieroglyphs', '\u{13430}'],
  ['a filler of Hangul', '\u3164'],
  ['a joiner after a letter that does not join', '\u200d'],
  ['an emoji selector after a letter', '\ufe0f'],
  ['a tag', '\u{e0061}'],
  ['a separator of Mongolian vowels', '\u180e'],
  ['an ideographic variation of a letter', '\u{e0100}'],
])('[N4] a name with %s is refused, and can be stored without it', (_, hidden) => {
  expect(hasForbiddenCharacters(`Ada${hidden}`)).toBe(true);
  expect(withoutForbiddenCharacters(`A${hidden}d${hidden}a`)).toBe('Ada');
});

it('[N4] names in all scripts, and emoji, keep the characters that shape them', () => {
  const names = [
    FAMILY,
    '🏳️‍🌈',
    '👩🏽‍💻 Ada',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '1️⃣',
    '❤️',
    'علی‌رضا', // Persian, with a joiner that keeps letters apart.
    'ശ്രീ രാജന്‍', // Malayalam, with one that joins at the end.
    'श्रीमान्‌जी',
    '辻󠄀', // Japanese, in a form of its own.
    "D'Arcy-O’Neil Jr.",
    'Nguyễn Thị',
    'עִבְרִית',
    'ប្រាំ',
    '¯\\_(ツ)_/¯',
    '𝒜𝒹𝒶',
    'J̌',
    '☝🏽\ufe0f',
    '👩🏽\ufe0f\u200d💻',
    'ᠬᠠᠷ\u180eᠠ', // Mongolian, with a vowel that stands apart.
    'ᠰᠠᠷ\u180b\u180eᠠ',
  ];
  for (const name of names) {
    expect(hasForbiddenCharacters(normalizeName(name)), name).toBe(false);
    expect(withoutForbiddenCharacters(name)).toBe(name);
  }
});

it('[N4] no name is left with anything that may not be in one', () => {
  const piece = fc.constantFrom(
    'a',
    '\u0378',
    '\u202e',
    ' ',
    '\u00a0',
    '\u0301',
    '\u200d',
    '\u200c',
    '\ufe0f',
    '👩',
    'ی',
    '\u{1f3f4}',
    '\u{e0067}',
    '\u{e007f}',
    '1',
    '\u20e3',
    '辻',
    '\u{e0100}',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const left = withoutForbiddenCharacters(normalizeName(pieces.join('')));
      expect(hasForbiddenCharacters(left)).toBe(false);
      if (!hasForbiddenCharacters(pieces.join(''))) expect(left).toBe(normalizeName(pieces.join('')));
    }),
    { numRuns: 1_000 },
  );
});

it('[N4] a name with controls or characters that change the direction is refused; joined emoji are not', () => {
  for (const bad of ['a\u202eb', 'a\u0000b', 'a\u200bb', 'a\u2066b', '\ufeffa', 'a\ufff9b\ufffbc']) {
    expect(hasForbiddenCharacters(bad)).toBe(true);
  }
  for (const good of [FAMILY, 'Ada', 'نور', '小明', "O'Neil"])
    expect(hasForbiddenCharacters(good)).toBe(false);
});

it('[N6] names that differ only by case, form or spacing are the same', () => {
  const same = [
    ['Ada', 'ADA', 'ada', 'A d a', 'Ａｄａ', 'A\u00adda', 'Ada\u200d'],
    ['café', 'CAFE\u0301', 'Cafe\u0301'],
    ['Straße', 'STRASSE', 'STRAẞE'],
    ['ΟΔΟΣ', 'οδος', 'οδοσ'],
    ['ﬁn', 'FIN'],
    ['℡', 'tel'],
  ];
  for (const names of same) expect(new Set(names.map(nameFold)).size, names.join(' ')).toBe(1);
  for (const [one = '', other = ''] of [
    ['Ada', 'Adá'],
    ['Ada', 'Ada 2'],
    ['小明', '小名'],
  ]) {
    expect(nameFold(one)).not.toBe(nameFold(other));
  }
});

it('[N6] folding twice changes nothing, and nothing visible folds to nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      expect(nameFold(nameFold(name))).toBe(nameFold(name));
      for (const form of ['NFC', 'NFD']) expect(nameFold(name.normalize(form))).toBe(nameFold(name));
      if (!isBlank(name)) expect(nameFold(name)).not.toBe('');
    }),
    { numRuns: 2_000 },
  );
});

it('[N7] suggested names have increasing numbers, and are never too long', () => {
  expect(numberedNames('Ada', 2, 3)).toEqual(['Ada 2', 'Ada 3', 'Ada 4']);
  expect(numberedNames('Ada 2', 3, 1)).toEqual(['Ada 3']);
  const [long = ''] = numberedNames('👨‍👩‍👧‍👦'.repeat(32), 10, 1);
  expect(countCharacters(long)).toBe(32);
  expect(long.endsWith('👦 10')).toBe(true);
});

it('[N1] the remaining or excess length agrees with what is refused, in characters as in bytes', () => {
  const piece = fc.constantFrom('x', 'é', '你', '🙂', FAMILY, 'a\u0301', `z${'\u0301'.repeat(30)}`, '\ud800');
  const text = fc
    .array(fc.tuple(piece, fc.integer({ min: 1, max: 40 })))
    .map((runs) => runs.map(([one, times]) => one.repeat(times)).join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 60 }), (typed, max) => {
      const { characters, bytes } = spaceBeside(typed, max);
      expect(isLongerThan(typed, max)).toBe(characters < 0 || bytes < 0);
    }),
  );
  expect(spaceBeside(FAMILY.repeat(2_000), 4_000)).toEqual({ characters: 2_000, bytes: -2_000 });
  expect(spaceBeside(FAMILY.repeat(1_920), 4_000)).toEqual({ characters: 2_080, bytes: 0 });
});

it('[N1] a refusal states both limits', () => {
  for (const [code, max] of [
    ['name_too_long', 32],
    ['message_too_long', 4_000],
    ['room_title_too_long', 60],
    ['room_topic_too_long', 250],
  ] as const)
    for (const sentence of [ERRORS[code].message, textsIn.zh.errors[code]])
      for (const limit of [max, bytesFor(max)]) expect(sentence).toContain(limit.toLocaleString('en'));
});

it('[N13] more marks on a letter than anybody writes are detected, whatever hides between them', () => {
  const marks = (count: number, between = '') => `a${`\u0301${between}`.repeat(count)}`;
  for (const fine of ['', 'Ada', 'Việt', 'ก็้', 'בְּרֵאשִׁ֖ית', '👩‍👩‍👧‍👦', marks(30), `${marks(30)}${marks(30)}`]) {
    expect(hasStackedMarks(fine)).toBe(false);
    expect(withoutStackedMarks(fine)).toBe(fine);
  }
  for (const between of ['', '\u200d', '\u034f', '\u200b\u2060']) {
    expect(hasStackedMarks(marks(31, between))).toBe(true);
    const shown = withoutStackedMarks(marks(23_990, between));
    expect(hasStackedMarks(shown)).toBe(false);
    expect(shown.startsWith('a\u0301')).toBe(true);
  }
});

it('[N1] a text is too long if its characters, counted one by one, are too many', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'e\u0301\u0316',
      '👩‍👩‍👧‍👦',
      '🇨🇳',
      '\u0301',
      '\r\n\u0301',
      'က\u102b',
      'का',
      '\u200d\u0301',
      '한',
      'a\u0903',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 0, max: 30 }), (pieces, max) => {
      const text = pieces.join('').toWellFormed();
      const isLonger = countCharacters(text) > max || new TextEncoder().encode(text).length > bytesFor(max);
      expect(isLongerThan(text, max)).toBe(isLonger);
    }),
    { numRuns: 3_000 },
  );
});
