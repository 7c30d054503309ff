import { expect, it } from 'vitest';
import { agreedUpTo } from './forks';

const forks = [
  { epoch: 10, after: 0, counted: 0 },
  { epoch: 20, after: 100, counted: 0 },
  { epoch: 30, after: 40, counted: 0 },
  { epoch: 40, after: 200, counted: 0 },
];

it('[E2] two histories agree up to the earliest fork between them', () => {
  expect(agreedUpTo(forks, 40)).toBe(Number.POSITIVE_INFINITY);
  expect(agreedUpTo(forks, 30)).toBe(200);
  expect(agreedUpTo(forks, 20)).toBe(40);
  expect(agreedUpTo(forks, 10)).toBe(40);
});

it('[E2] a history that is not among the forks agrees with nothing, whenever it began', () => {
  for (const epoch of [5, 15, 35, 45]) expect(agreedUpTo(forks, epoch)).toBe(0);
  expect(agreedUpTo([], 10)).toBe(0);
});
