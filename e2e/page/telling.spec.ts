import { devices, expect } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { test } from '../support/test';

const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];

test('[M6] the invite link is copied even over plain HTTP, where pages have no clipboard', async ({
  people,
  place,
}) => {
  const ada = await people.arrive('Ada');
  await ada.page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined }),
  );
  await ada.opens(place.url);
  await ada.takesName();
  await ada.makesRoom('Plans', 'Private');
  await ada.chooses('Copy invite link');
  await expect(ada.page.getByText('The invite link has been copied.')).toBeVisible();
  await expectAccessible(ada.page);
  await ada.messageField.press('ControlOrMeta+v');
  await expect(ada.messageField).toHaveValue(/^http.*\/rooms\/private-.*#invite=\w+$/);
});

test('a room that cannot be closed now says why, for no longer than it takes to read', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.makesRoom(`Closing ${Math.random().toString(36).slice(2, 8)}`);
  ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await ada.page.context().setOffline(true);
  await ada.chooses('Close room');
  const why = ada.page.getByText('The server did not answer. Please try again.');
  await expect(why).toBeVisible();
  await expect(why).toHaveCount(0);
  await ada.page.context().setOffline(false);
});

test('a search for rooms says that nobody answers, and finds them once somebody does', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const title = `Findable ${Math.random().toString(36).slice(2, 8)}`;
  await ada.makesRoom(title);
  await ada.chooses('Leave this room');
  await ada.isIn('Online Chat Room');
  ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await ada.page.context().setOffline(true);
  await ada.page.getByRole('button', { name: 'Find a room' }).click();
  const finder = ada.page.getByRole('dialog');
  await finder.getByRole('combobox').fill(title);
  const why = finder.getByText('The server did not answer. Please try again.');
  await expect(why).toBeVisible();
  await expectAccessible(ada.page);
  await ada.page.context().setOffline(false);
  await expect(finder.getByRole('option', { name: title })).toBeVisible();
  await expect(why).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a phone shows over the list of people why a direct message cannot begin, ${colorScheme}`, async ({
    people,
  }) => {
    const bob = await people.open(`Bob, ${colorScheme}`);
    await bob.takesName();
    const ada = await people.open('Ada', { ...phone, colorScheme, reducedMotion: 'reduce' });
    await ada.takesName();
    await ada.page.getByRole('button', { name: 'People' }).click();
    const sheet = ada.page.getByRole('dialog', { name: 'People' });
    const name = sheet.getByRole('button', { name: bob.name, exact: true });
    await expect(name).toBeVisible();
    ada.complaints.expect(/ERR_INTERNET_DISCONNECTED|WebSocket/);
    await ada.page.context().setOffline(true);
    await name.click();
    await expect(ada.page.getByText('The server did not answer. Please try again.')).toBeVisible();
    await expectAccessible(ada.page);
    await ada.page.context().setOffline(false);
  });
}
