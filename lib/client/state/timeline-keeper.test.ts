import { describe, expect, it } from 'vitest';
import type { Timeline } from '@/lib/chat/timeline/timeline';
import { FakeEnvironment, pageOf } from '@/lib/client/testing/fakes-for-tests';
import { createTimelineKeeper } from './timeline-keeper';

function setUp() {
  const environment = new FakeEnvironment();
  const shown: Timeline[] = [];
  const keeper = createTimelineKeeper(({ timeline }) => {
    if (timeline) shown.push(timeline);
  }, environment.nextFrame);
  keeper.apply({ type: 'caughtUp', catchUp: { kind: 'reset', ...pageOf(51, 60, true) } });
  environment.draw();
  shown.length = 0;
  return { environment, shown, keeper };
}

describe('the timeline keeper', () => {
  it('shows two hundred frames in one render', () => {
    const { environment, shown, keeper } = setUp();
    for (let seq = 61; seq <= 260; seq += 1) keeper.apply({ type: 'received', frame: pageOf(seq, seq) });
    expect(keeper.latest().entries).toHaveLength(210);
    expect(shown).toHaveLength(0);
    environment.draw();
    expect(shown.map(({ entries }) => entries.length)).toEqual([210]);
  });

  it('shows older entries in a render of their own', () => {
    const { environment, shown, keeper } = setUp();
    keeper.apply({ type: 'received', frame: pageOf(61, 61) });
    keeper.apply({ type: 'olderRead', page: pageOf(1, 50) });
    keeper.apply({ type: 'received', frame: pageOf(62, 62) });
    for (const _ of [1, 2, 3]) environment.draw();
    expect(shown.map(({ from, entries }) => [from, entries.length])).toEqual([
      [51, 11],
      [1, 61],
      [1, 62],
    ]);
  });

  it('does not show again what has not changed', () => {
    const { environment, shown, keeper } = setUp();
    keeper.apply({ type: 'received', frame: pageOf(51, 60) });
    environment.draw();
    expect(shown).toEqual([]);
  });
});
