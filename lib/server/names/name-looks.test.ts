import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nameFold } from '@/lib/chat/text/text';
import { KEYS_MAX, nameKeys } from './name-looks';

/** Returns whether one could be mistaken for the other, though they are two names. */
const lookAlike = (one: string, other: string): boolean => {
  const { looks } = nameKeys(other);
  return nameKeys(one).looks.some((look) => looks.includes(look));
};

it.each([
  ['Ada', 'Аdа'], // Two letters of Cyrillic.
  ['ada', 'АDА'],
  ['Hata', 'НАТА'],
  ['Ian', 'lan'],
  ['Ian', 'Іаn'],
  ['ian', 'Іаn'],
  ['Paul 1', 'PauI l'],
  ['Bob0', 'BobO'],
  ['Bob0', 'BobО'],
  ['Сао', 'Cao'],
  ['admin', 'аdmіn'],
  ['admin', '𝐚𝐝𝐦𝐢𝐧'],
  ['Ömer', 'Öмer'.replace('м', 'm').replace('e', 'е')],
  ['O’Neil', "O'Neil"],
  ['علی', 'علي'.replace('ي', 'ى')],
  ['Tom-Ada', 'Tom‐Ada'],
  ['ЕММА', 'Emma'],
])('[N14] %s and %s look the same', (one, other) => {
  expect(lookAlike(one, other)).toBe(true);
  expect(lookAlike(other, one)).toBe(true);
});

it.each([
  ['Elia', 'Ella'],
  ['ELIA', 'Ella'],
  ['Ali', 'All'],
  ['Ema', 'Erna'],
  ['Ame', 'Arne'],
  ['Ada', 'Adá'],
  ['Ada', 'Ada 2'],
  ['Ada 2', 'Ada 3'],
  ['Anna', 'Anne'],
  ['Іван', 'Ivan'],
  ['Наталья', 'Natalya'],
  ['Νίκος', 'Nikos'],
  ['小明', '小名'],
  ['محمد', 'احمد'],
  ['दिया', 'दीया'],
  ['Bob5', 'BobS'],
  ['👩', '👨'],
])('[N14] %s and %s do not', (one, other) => {
  expect(lookAlike(one, other)).toBe(false);
});

it('[N14] names that are the same look the same, and keys have no spaces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (typed) => {
      const name = typed.toWellFormed();
      const keys = nameKeys(name);
      for (const key of [keys.fold, ...keys.looks]) expect(key).not.toMatch(/\s/);
      const forms = [name.normalize('NFD'), ` ${name}`, name.replace(/./gu, '$& ')];
      for (const form of forms) expect(nameFold(form) !== keys.fold || lookAlike(name, form)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it('[N14] what a name looks like is worked out once, for as many as were asked for last', () => {
  const [ada, ben] = [nameKeys('Ada'), nameKeys('Ben')];
  for (let index = 0; index < KEYS_MAX - 1; index++) {
    nameKeys(`Name ${index}`);
    expect(nameKeys('Ada')).toBe(ada);
  }
  expect(nameKeys('Ben')).not.toBe(ben);
  expect(nameKeys('Ben')).toEqual(ben);
});
