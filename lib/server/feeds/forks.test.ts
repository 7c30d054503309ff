import { expect, it } from 'vitest';
import { agreedUpTo } from './forks';

const FORKS = [
  { epoch: 10, after: 0, counted: 0 },
  { epoch: 20, after: 100, counted: 0 },
  { epoch: 30, after: 40, counted: 0 },
  { epoch: 40, after: 200, counted: 0 },
];
const HISTORY = { epoch: 40, forks: FORKS };

it('[E2] two histories agree up to the earliest fork between them', () => {
  expect(agreedUpTo(HISTORY, 40)).toBe(Number.POSITIVE_INFINITY);
  expect(agreedUpTo(HISTORY, 30)).toBe(200);
  expect(agreedUpTo(HISTORY, 20)).toBe(40);
  expect(agreedUpTo(HISTORY, 10)).toBe(40);
});

it('[E2] a history that is not among the forks agrees with nothing, whenever it began', () => {
  for (const epoch of [5, 15, 35, 45]) expect(agreedUpTo(HISTORY, epoch)).toBe(0);
  expect(agreedUpTo({ epoch: 20, forks: [] }, 10)).toBe(0);
});
