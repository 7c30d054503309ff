import { describe, expect, it } from 'vitest';
import { addVerdicts, FLAWLESS, isFlawless, Tally } from './tally';

/** A tally of what people show, with `acknowledged` as promised. */
function tallyOf(acknowledged: readonly number[], ...shown: readonly (readonly number[])[]): Tally {
  const tally = new Tally(shown.length);
  for (const number of acknowledged) tally.acknowledge(number);
  for (const [person, numbers] of shown.entries()) tally.heard(person, numbers);
  return tally;
}

describe('the tally', () => {
  it('finds nothing wrong if everybody shows everything in one order', () => {
    expect(tallyOf([1, 2, 3], [2, 1, 3], [2, 1, 3]).verdict()).toEqual(FLAWLESS);
  });

  it('counts a message that was acknowledged and somebody does not show, once', () => {
    expect(tallyOf([1, 2, 3], [1, 3], [1, 3], [1, 2, 3]).verdict()).toEqual({ ...FLAWLESS, lost: 1 });
  });

  it('does not count as lost what was not acknowledged', () => {
    expect(tallyOf([1], [1, 2], [1]).verdict()).toEqual(FLAWLESS);
  });

  it('counts a message that somebody shows twice, and not also as out of order', () => {
    expect(tallyOf([1, 2], [1, 2], [1, 2, 1]).verdict()).toEqual({ ...FLAWLESS, doubled: 1 });
  });

  it('counts messages in another order than with the one who shows most', () => {
    expect(tallyOf([1, 2, 3, 4], [1, 2, 3, 4], [1, 3, 2]).verdict()).toMatchObject({ outOfOrder: 1 });
    expect(tallyOf([1, 2, 3], [1, 2, 3], [3, 1, 2]).verdict()).toMatchObject({ outOfOrder: 2 });
  });

  it('knows when everything has arrived', () => {
    const tally = tallyOf([1, 2], [1, 2], [1]);
    expect(tally.isComplete(2)).toBe(false);
    tally.heard(1, [2]);
    expect(tally.isComplete(2)).toBe(true);
    expect(tally.isComplete(3)).toBe(false);
  });

  it('adds up', () => {
    const sum = addVerdicts({ lost: 1, doubled: 0, outOfOrder: 2 }, { lost: 1, doubled: 1, outOfOrder: 0 });
    expect(sum).toEqual({ lost: 2, doubled: 1, outOfOrder: 2 });
    expect([isFlawless(sum), isFlawless(FLAWLESS)]).toEqual([false, true]);
  });
});
