import { expect, it } from 'vitest';
import { FORKS_MAX } from '@/lib/server/log/room-log';
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
  expect(agreedUpTo(forks, 5)).toBe(0);
});

it('[E2] a history from before the oldest remembered fork agrees with nothing', () => {
  const many = Array.from({ length: FORKS_MAX }, (_, index) => ({
    epoch: 100 + index,
    after: 50,
    counted: 0,
  }));
  expect(agreedUpTo(many, 99)).toBe(0);
  expect(agreedUpTo(many, 100)).toBe(50);
  expect(agreedUpTo(many.slice(1), 99)).toBe(50);
});
