import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Witness } from './witness';

let witness: Witness;
beforeEach(() => {
  vi.useFakeTimers();
  witness = new Witness();
  witness.begin();
});
afterEach(() => vi.useRealTimers());

it('releases what was acknowledged since a moment, and nothing before or after', () => {
  const ada = witness.listener('Ada');
  ada.acknowledged('before');
  vi.advanceTimersByTime(1_000);
  const then = witness.now();
  ada.acknowledged('between');
  witness.releaseSince(then);
  ada.acknowledged('after');
  const { acknowledged, released } = witness.testimony();
  expect([[...acknowledged], [...released]]).toEqual([['before', 'between', 'after'], ['between']]);
});

it('releases what a browser has said by then, though its acknowledgements are reported later', () => {
  const browser = witness.listenerOfBrowser('Browser');
  for (const text of ['heard', 'unheard']) browser.said(text, []);
  browser.acknowledged('heard');
  vi.advanceTimersByTime(1_000);
  witness.releaseSince(witness.now());
  browser.said('after', []);
  for (const text of ['unheard', 'after']) browser.acknowledged(text);
  expect([...witness.testimony().released]).toEqual(['unheard']);
});

it('remembers what an author had seen, and forgets it with the next round', () => {
  const ada = witness.listener('Ada');
  ada.said('two', ['one']);
  expect(witness.testimony().seen.get('two')).toEqual(['one']);
  witness.begin();
  expect(witness.testimony().seen.size).toBe(0);
});

it('measures the longest time in which anybody was shown nothing while everybody talked', () => {
  const [ada, ben] = [witness.listener('Ada'), witness.listener('Ben')];
  vi.advanceTimersByTime(2_000);
  ada.delivered(1, []);
  vi.advanceTimersByTime(3_000);
  ben.delivered(1, []);
  witness.endTalking();
  vi.advanceTimersByTime(60_000);
  ada.delivered(1, []);
  expect(witness.testimony().longestGapMs).toBe(5_000);
});

it('measures how long each message took to be shown, from when it was said', () => {
  const [ada, ben] = [witness.listener('Ada'), witness.listener('Ben')];
  const earlier = witness.newText('lobby');
  witness.begin();
  vi.advanceTimersByTime(100);
  const text = witness.newText('lobby');
  vi.advanceTimersByTime(20);
  ada.delivered(2, [earlier, text]);
  vi.advanceTimersByTime(30);
  ben.delivered(2, [text, 'of somebody else']);
  expect(witness.testimony().deliveries).toEqual([
    { at: 100, ms: 20 },
    { at: 100, ms: 50 },
  ]);
});
