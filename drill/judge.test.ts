import { expect, it } from 'vitest';
import { FLAWLESS, judge } from './judge';

const all = ['a', 'b', 'c', 'd'];
const evidence = (views: string[][], fresh: string[] | null = all) => ({
  said: new Set(all),
  seen: new Map<string, string[]>(),
  acknowledged: new Set(['a', 'b', 'd']),
  views: new Map(views.map((view, index) => [`member ${index + 1}`, view])),
  fresh,
});

it('finds nothing if everybody shows what a fresh page shows', () => {
  expect(judge(evidence([all, [...all]]))).toEqual(FLAWLESS);
});

it('counts an acknowledged message that somebody misses once, however many miss it', () => {
  expect(
    judge(
      evidence([
        ['a', 'c', 'd'],
        ['a', 'c', 'd'],
      ]),
    ),
  ).toMatchObject({
    lost: ['b'],
    differing: ['member 1', 'member 2'],
  });
});

it('counts what a fresh page is missing, even if everybody else shows it', () => {
  expect(judge(evidence([all, all], ['a', 'b', 'c']))).toMatchObject({
    lost: ['d'],
    differing: ['member 1', 'member 2'],
  });
});

it('does not count as lost what was not acknowledged', () => {
  expect(judge(evidence([['a', 'b', 'd']], ['a', 'b', 'd']))).toEqual(FLAWLESS);
});

it('counts what somebody shows twice', () => {
  expect(judge(evidence([['a', 'b', 'a', 'c', 'd'], all]))).toMatchObject({
    doubled: ['a'],
    differing: ['member 1'],
  });
});

it('counts as few messages out of order as explain what is shown', () => {
  expect(judge(evidence([['b', 'c', 'd', 'a']]))).toMatchObject({ outOfOrder: ['a'] });
  expect(judge(evidence([['d', 'c', 'b', 'a']]))).toMatchObject({
    outOfOrder: expect.toSatisfy((texts: string[]) => texts.length === 3),
  });
});

it('counts a message before something that its author had seen, even if everybody shows the same', () => {
  const seen = new Map([
    ['b', ['a', 'd']],
    ['c', ['b', 'gone']],
    ['d', ['a', 'c']],
  ]);
  expect(judge({ ...evidence([all]), seen })).toMatchObject({ outOfOrder: ['b'], differing: [] });
});

it('takes the longest view if nothing is kept', () => {
  expect(judge(evidence([all, ['a', 'c', 'b', 'd'], []], null))).toEqual({
    lost: ['a', 'b', 'd'],
    doubled: [],
    outOfOrder: ['c'],
    differing: ['member 2', 'member 3'],
  });
});

it('leaves out what is not in question', () => {
  expect(judge(evidence([['x', 'x', ...all]], ['x', 'x', ...all]))).toEqual(FLAWLESS);
});
