import { expect, it } from 'vitest';
import { durationText, waitText } from './durations';

it('a length of time is given in the largest unit that divides it', () => {
  const told = [600_000, 3_600_000, 5_400_000, 86_400_000, 604_800_000].map((ms) => durationText(ms, 'en'));
  expect(told).toEqual(['10 minutes', '1 hour', '90 minutes', '1 day', '1 week']);
  expect(durationText(3_600_000, 'zh')).toBe('1小时');
});

it('a small error of a clock is not shown', () => {
  expect(durationText(3_599_990, 'en')).toBe('1 hour');
  expect(durationText(3, 'en')).toBe('1 second');
});

it('a wait is given in whole minutes and hours, and never too short', () => {
  const told = [1, 119, 120, 121, 3_700, 7_200, 7_201].map((seconds) => waitText(seconds, 'en'));
  expect(told).toEqual([
    '1 second',
    '119 seconds',
    '2 minutes',
    '3 minutes',
    '62 minutes',
    '2 hours',
    '3 hours',
  ]);
  expect(waitText(600, 'zh')).toBe('10分钟');
});
