import { expect } from '@playwright/test';
import { test } from '../support/test';

test('[R4] a node that is shut down hands its people over without anybody noticing', async ({
  people,
  place,
}) => {
  const [ivo, june] = await people.openTwo('Ivo', 'June');
  await ivo.says('Before.');
  await june.reads('Before.');
  const ending = await ivo.node();
  // On a slow machine a page may already have moved by itself, so June need not be on the other node.
  const home = ending === 'node-1' ? 'node-2' : 'node-1';
  const spot = ending === 'node-1' ? 0 : 1;
  const troubles = ivo.page.evaluate(watchForTrouble);

  const stopping = place.cluster?.node(spot).stop();
  for (const count of [1, 2, 3]) {
    await ivo.says(`Still typing ${count}.`);
    await june.says(`Still reading ${count}.`);
  }
  await expect(ivo.connection).toContainText(`Connected · ${home}`);
  expect(await stopping).toEqual({ code: 0, signal: null });
  await ivo.page.evaluate(() => document.dispatchEvent(new Event('concord:watched')));
  expect(await troubles).toEqual([]);
  for (const person of [ivo, june]) {
    for (const count of [1, 2, 3]) {
      await person.readsOnce(`Still typing ${count}.`);
      await person.readsOnce(`Still reading ${count}.`);
    }
    await expect(person.messages.getByText(/(Ivo|June) has left/)).toHaveCount(0);
  }
  await place.cluster?.restartNode(spot);
});

/** In the page: collects what it says about trouble with the connection, until the watch ends. */
function watchForTrouble(): Promise<string[]> {
  const said = new Set<string>();
  const look = () => {
    const found = document.body.textContent.match(/Reconnecting…|Catching up…|You're offline/);
    if (found) said.add(found[0]);
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  return new Promise((resolve) => {
    document.addEventListener('concord:watched', () => {
      observer.disconnect();
      resolve([...said]);
    });
  });
}
