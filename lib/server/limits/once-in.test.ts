import { expect, it } from 'vitest';
import { OnceIn } from './once-in';

it('says yes once in a time, and again if the clock was set back', () => {
  let now = 10_000;
  const once = new OnceIn(1_000, 10, () => now);
  const isDue = () => once.isDue('plans');
  expect([isDue(), isDue()]).toEqual([true, false]);
  now += 1_000;
  expect([isDue(), isDue()]).toEqual([true, false]);
  now -= 9_000;
  expect([isDue(), isDue()]).toEqual([true, false]);
});
