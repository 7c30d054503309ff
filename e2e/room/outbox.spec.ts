import { expect } from '@playwright/test';
import { temporaryFolder } from '../../scripts/cluster/temporary-folder';
import { expectKept } from '../support/kept-messages';
import { Person } from '../support/person';
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

test('[S5] what two tabs of one browser wrote offline is sent once, in order', async ({ people, place }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const other = new Person('Ada', await ada.page.context().newPage());
  await other.opens(place.url);
  for (const tab of [ada, other]) tab.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await ada.page.context().setOffline(true);
  const texts = ['first of two tabs', 'second of two tabs', 'third of two tabs', 'fourth of two tabs'];
  for (const [index, text] of texts.entries()) {
    await (index % 2 ? other : ada).says(text);
    for (const tab of [ada, other]) await tab.reads(new RegExp(text));
  }
  await ada.page.context().setOffline(false);
  const written = /^(first|second|third|fourth) of two tabs$/;
  for (const tab of [bob, ada, other]) await expect(tab.messages.getByText(written)).toHaveText(texts);
  expect(other.complaints.unexpected()).toEqual([]);
});

test('[S4] typed offline, the whole browser closed, another day: sent once, in order', async ({
  people,
  place,
}) => {
  const profile = temporaryFolder('profile');
  const bob = await people.open('Bob');
  const ada = await people.arriveWithProfile('Ada', profile);
  await ada.opens(place.url);
  await ada.takesName();
  const texts = ['first before closing', 'second before closing', 'third before closing'];
  ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await ada.page.context().setOffline(true);
  for (const text of texts) await ada.says(text);
  await expectKept(ada.page, 'third before closing');
  await ada.leaves();
  const again = await people.arriveWithProfile('Ada', profile);
  await again.opens(place.url);
  const written = /^(first|second|third) before closing$/;
  for (const person of [bob, again]) await expect(person.messages.getByText(written)).toHaveText(texts);
  const said = bob.messages.getByRole('article').filter({ hasText: 'first before closing' });
  await expect(said).toHaveAccessibleName(/^Ada,/);
  await expect(again.messages.getByText(/Sending/)).toHaveCount(0);
});
