import { expect, type Page } from '@playwright/test';
import { findWholeChromium } from '../../scripts/find-chromium';
import type { Place } from '../support/place';
import { test } from '../support/test';

test.skip(findWholeChromium() === null, 'The headless shell has no memory of pages that one goes back to.');

declare global {
  /** Whether the page came from the browser's memory, each time it was shown. */
  var shown: boolean[] | undefined;
}

function noteShowings(): void {
  globalThis.shown = [];
  addEventListener('pageshow', ({ persisted }) => globalThis.shown?.push(persisted));
}

const elsewhere = ({ embeddingSite }: Place) => `${embeddingSite.origin}/token?user=Nobody`;

/** Does what the Back button does. Playwright's own goBack() waits for a page load, and there is none. */
async function goBack(page: Page, url: string): Promise<void> {
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForURL(url, { waitUntil: 'commit' });
}

test('[R9] a page that its reader left and returns to was frozen in between, and shows what it missed', async ({
  people,
  place,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.says('Before I go.');
  await bob.reads('Before I go.');
  await ada.messageField.fill('Half a sen');
  await ada.page.evaluate(noteShowings);
  await ada.page.goto(elsewhere(place));
  // Its connection has ended, and with it Ada's presence.
  await bob.reads('Ada has left the chat room.');
  const missed = ['You have missed one.', 'You have missed two.', 'You have missed three.'];
  for (const text of missed) await bob.says(text);
  await bob.reads('You have missed three.');
  await goBack(ada.page, `${place.url}/`);
  await expect.poll(() => ada.page.evaluate(() => globalThis.shown)).toEqual([true]);
  await expect(ada.messages.getByText(/^You have missed/)).toHaveText(missed);
  await expect(ada.messageField).toHaveValue('Half a sen');
  await ada.says('Back again.');
  await bob.readsOnce('Back again.');
  await bob.reads('Ada has entered the chat room.');
  await ada.readsOnce('Before I go.');
});

test('[R9][P6] nobody notices a person who goes away and back within 10 seconds', async ({
  people,
  place,
}) => {
  const [cleo, dan] = await people.openTwo('Cleo', 'Dan');
  await cleo.page.evaluate(noteShowings);
  await cleo.page.goto(elsewhere(place));
  await dan.says('Are you there?');
  await goBack(cleo.page, `${place.url}/`);
  await expect.poll(() => cleo.page.evaluate(() => globalThis.shown)).toEqual([true]);
  await cleo.readsOnce('Are you there?');
  await cleo.says('I never left.');
  await dan.readsOnce('I never left.');
  await expect(dan.messages.getByText(/^Cleo has left/)).toHaveCount(0);
});
