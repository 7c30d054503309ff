import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createOwnTurn } from './own-turn';

it('lets everybody else run between many who ask at once', async () => {
  const ownTurn = createOwnTurn();
  const heard: string[] = [];
  const asked = ['first', 'second', 'third'].map(async (page) => {
    await ownTurn();
    heard.push(page);
  });
  const others = (async () => {
    while (heard.length < 5) {
      await nextTurn();
      heard.push('somebody else');
    }
  })();
  await Promise.all([...asked, others]);
  const pages = heard.flatMap((what, place) => (what === 'somebody else' ? [] : [place]));
  expect(pages).toHaveLength(3);
  // No two of them are adjacent.
  for (const [index, place] of pages.slice(1).entries())
    expect(place - (pages[index] ?? 0)).toBeGreaterThan(1);
});
