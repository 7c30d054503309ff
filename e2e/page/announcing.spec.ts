import { expect } from '@playwright/test';
import type { Person } from '../support/person';
import { test } from '../support/test';

/** Returns what a screen reader hears of the live region: the text of every node that enters it. */
async function listens({ page }: Person): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    const region = document.querySelector('main [aria-live=polite]');
    if (region === null) throw new Error('There is no live region.');
    const observer = new MutationObserver((changes) => {
      for (const { addedNodes, target, type } of changes) {
        if (type === 'characterData') heard.push(target.textContent ?? '');
        for (const node of addedNodes) heard.push(node.textContent ?? '');
      }
    });
    observer.observe(region, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { heard });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

test('three equal messages are each read out', async ({ people }) => {
  const [ada, ben] = await people.openTwo('Ada', 'Ben');
  await ada.reads('Ben has entered the chat room.');
  const heard = await listens(ada);
  for (const count of [1, 2, 3]) {
    await ben.says('ok');
    await expect.poll(async () => (await heard()).filter((text) => text === 'Ben: ok').length).toBe(count);
  }
});
