import { expect, it } from 'vitest';
import { withoutPlace } from './without-place';

const MISSING = undefined;

it('[E1] an entry has no place if the next one that is there is beyond the reach', () => {
  expect(withoutPlace([MISSING, 4, 5, 6], { top: 6, base: 3, reach: 3 })).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(withoutPlace([MISSING, 4, 5, 6], { top: 6, base: 3, reach: 4 })).toEqual(Array(4).fill(false));
});

it('[E1] [E3] that does not change if another epoch begins at the top', () => {
  expect(withoutPlace([MISSING, 4, 5, 6], { top: 6, base: 6, reach: 3 })).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('[E1] an entry in a gap is as old as the one behind the gap', () => {
  expect(withoutPlace([1, MISSING, 2, 3, 4], { top: 4, base: 1, reach: 3 })[1]).toBe(true);
  expect(withoutPlace([1, MISSING, 2, 3, 4], { top: 4, base: 1, reach: 4 })[1]).toBe(false);
});

it('[E1] the newest entries have a place until enough was said after the last one that is there', () => {
  expect(withoutPlace([4, 5, MISSING], { top: 7, base: 1, reach: 3 })[2]).toBe(false);
  expect(withoutPlace([4, 5, MISSING], { top: 8, base: 1, reach: 3 })[2]).toBe(true);
});

it('[E1] if none is there, what was appended in this epoch is newer', () => {
  expect(withoutPlace([MISSING, MISSING], { top: 9, base: 7, reach: 3 })).toEqual([false, false]);
  expect(withoutPlace([MISSING, MISSING], { top: 9, base: 6, reach: 3 })).toEqual([true, true]);
});
