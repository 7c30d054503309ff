import { expect, it } from 'vitest';
import { countCharacters, hasForbiddenCharacters, isBlank, isLongerThan, normalizeName } from './text';

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

it('[N1] a few characters with endless marks behind them are too long', () => {
  expect(isLongerThan(`a${'\u0301'.repeat(1_000)}`, 32)).toBe(true);
});

it('[N2] blank is what shows nothing', () => {
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
  ])
    expect(isBlank(blank)).toBe(true);
  for (const seen of ['a', ' . ', '🙂', '的', '\u0301']) expect(isBlank(seen)).toBe(false);
});

it('[N3] a name is composed, trimmed, and its inner space folded', () => {
  expect(normalizeName('  Ada \t  Lovelace ')).toBe('Ada Lovelace');
  expect(normalizeName('cafe\u0301')).toBe('café');
});

it('[N4] a name with controls or characters that turn the direction is refused; joined emoji are not', () => {
  for (const bad of ['a\u202eb', 'a\u0000b', 'a\u200bb', 'a\u2066b', '\ufeffa']) {
    expect(hasForbiddenCharacters(bad)).toBe(true);
  }
  for (const good of [FAMILY, 'Ada', 'نور', '小明', "O'Neil"])
    expect(hasForbiddenCharacters(good)).toBe(false);
});
