import { expect, it } from 'vitest';
import { editDistance } from './edit-distance';

it.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'acb', 1],
  ['abc', 'ab', 1],
  ['ca', 'abc', 2],
  ['SESSOAIN', 'SESSION', 2],
  ['kitten', 'sitting', 3],
])('[C8] from "%s" to "%s" there are %i edits', (from, to, letters) => {
  expect(editDistance(from, to)).toBe(letters);
  expect(editDistance(to, from)).toBe(letters);
});
