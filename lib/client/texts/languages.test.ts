import { expect, it } from 'vitest';
import { languageOf } from './languages';

it('the language that a person chose wins', () => {
  expect(languageOf('zh', 'en-GB,en;q=0.9')).toBe('zh');
  expect(languageOf('en', 'zh-CN')).toBe('en');
});

it('otherwise the first available language by preference, not by position, wins', () => {
  expect(languageOf(undefined, 'fr-CH, zh-TW;q=0.9, en;q=0.8')).toBe('zh');
  expect(languageOf(undefined, 'en;q=0.7, zh-CN')).toBe('zh');
  expect(languageOf(undefined, 'zh;q=0, en')).toBe('en');
});

it('English wins where nothing is known, nothing fits or nonsense is sent', () => {
  for (const header of [null, '', 'fr, de;q=0.9', ';;;q=x,,', '*'])
    expect(languageOf('xx', header)).toBe('en');
});
