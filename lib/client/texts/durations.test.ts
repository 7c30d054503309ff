import { expect, it } from 'vitest';
import { durationText } from './durations';

it('a length of time is told in the largest unit of which it is a whole number', () => {
  const told = [600_000, 3_600_000, 5_400_000, 86_400_000, 604_800_000].map((ms) => durationText(ms, 'en'));
  expect(told).toEqual(['10 minutes', '1 hour', '90 minutes', '1 day', '1 week']);
  expect(durationText(3_600_000, 'zh')).toBe('1小时');
});

it('what a clock was off by is not told', () => {
  expect(durationText(3_599_990, 'en')).toBe('1 hour');
  expect(durationText(3, 'en')).toBe('1 second');
});
