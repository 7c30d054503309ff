import { expect } from '@playwright/test';
import { test } from '../support/test';

test('nobody loses a word when a node is killed', async ({ people, place }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.says('Before one falls over.');
  await bob.reads('Before one falls over.');
  const lost = await ada.node();
  // On a slow machine a page may already have moved by itself, so Bob need not be on the other node.
  const home = lost === 'node-1' ? 'node-2' : 'node-1';
  const spot = lost === 'node-1' ? 0 : 1;
  ada.complaints.expect(/WebSocket connection to .* failed/);

  await place.cluster?.node(spot).kill();
  await bob.says('One of us has fallen over.');
  await bob.readsOnce('One of us has fallen over.');
  await ada.says('I type on meanwhile.');

  await expect(ada.connection).toContainText(`Connected · ${home}`);
  for (const person of [ada, bob]) {
    await person.readsOnce('Before one falls over.');
    await person.readsOnce('One of us has fallen over.');
    await person.readsOnce('I type on meanwhile.');
  }
  await place.cluster?.restartNode(spot);
});
