import { expect } from '@playwright/test';
import { test } from '../support/test';

test('[S4] typed offline, tab closed, opened again: sent once, in order', async ({ people, place }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const texts = ['first while offline', 'second while offline', 'third while offline'];
  ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await ada.page.context().setOffline(true);
  for (const text of texts) await ada.says(text);
  await expect(ada.messages.getByText('third while offline')).toContainText('Sending');
  const opened = await ada.page.context().newPage();
  await ada.page.close();
  await opened.context().setOffline(false);
  await opened.goto(place.url);
  const waiting = /^(first|second|third) while offline$/;
  await expect(opened.getByRole('log').getByText(waiting)).toHaveText(texts);
  await expect(bob.messages.getByText(waiting)).toHaveText(texts);
});
