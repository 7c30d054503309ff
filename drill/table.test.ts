import { expect, it } from 'vitest';
import { FLAWLESS } from './judge';
import type { Outcome } from './round';
import { complaintsOf, isKept } from './table';

const fault = { name: 'all at once', story: 'Everything dies.', quietMaxMs: 5_000, strike: async () => {} };
const kept: Outcome = {
  ...FLAWLESS,
  fault,
  said: 10,
  acknowledged: 10,
  stranded: [],
  complaints: [],
  longestGapMs: 4_000,
  interrupted: ['Ada (reconnecting)'],
  connectsPeak: 2,
  began: 0,
  from: 2_000,
  to: 4_000,
  ended: 6_000,
};

it('has no complaints if everything was as promised', () => {
  expect([isKept(kept), complaintsOf(kept)]).toEqual([true, []]);
});

it.each<[string, Partial<Outcome>, readonly string[]]>([
  ['lost', { lost: ['a', 'b'] }, ['all at once, lost: a, b']],
  ['doubled', { doubled: ['a'] }, ['all at once, doubled: a']],
  ['out of order', { outOfOrder: ['a'] }, ['all at once, out of order: a']],
  ['shown otherwise', { differing: ['Ada'] }, ['all at once, differ: Ada']],
  ['left without a connection', { stranded: ['Ada'] }, ['all at once, not connected: Ada']],
  ['kept waiting', { longestGapMs: 7_000 }, ['all at once: 7.0 s without anything new, and 5.0 s at most']],
  ['otherwise wrong', { complaints: ['A node died.'] }, ['all at once: A node died.']],
  ['never acknowledged', { acknowledged: 9 }, []],
  ['never said', { said: 0, acknowledged: 0 }, []],
  [
    'seen, and was to be invisible',
    { fault: { ...fault, isInvisible: true } },
    ['all at once, seen by: Ada (reconnecting)'],
  ],
])('complains if something was %s', (_what, found, complaints) => {
  const outcome = { ...kept, ...found };
  expect([isKept(outcome), complaintsOf(outcome)]).toEqual([false, complaints]);
});

it('names the first five', () => {
  const lost = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect(complaintsOf({ ...kept, lost })).toEqual(['all at once, lost: a, b, c, d, e, …']);
});
