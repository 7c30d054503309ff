import { devices, expect } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { fillHistory } from '../support/fill-history';
import { test } from '../support/test';

const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the rooms button says what is unread in other rooms, ${colorScheme}`, async ({ people, place }) => {
    const ada = await people.open('Ada', {
      ...phone,
      viewport: { width: 390, height: 844 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    await ada.takesName();
    const rooms = (unread: string) => ada.page.getByRole('button', { name: `Rooms${unread}`, exact: true });
    await rooms('').click();
    await ada.makesRoom(`Garden ${Math.random().toString(36).slice(2, 8)}`);
    await expect(rooms('')).toBeVisible();
    await fillHistory(place, 'Clio', ['Is anybody here?']);
    await expect(rooms(', 1 new message')).toBeVisible();
    await fillHistory(place, 'Thalia', ['@Ada, are you?']);
    await expect(rooms(', 2 new messages, you are mentioned')).toBeVisible();
    await expectAccessible(ada.page);
    await rooms(', 2 new messages, you are mentioned').click();
    await ada.page.getByRole('link', { name: 'Lobby' }).click();
    await ada.isIn('Online Chat Room');
    await expect(rooms('')).toBeVisible();
    // A keyboard would cover what one wants to read.
    await expect(ada.messageField).not.toBeFocused();
  });
}

test('a name in the list of people opens a direct message with them, with nothing over it', async ({
  people,
}) => {
  const ada = await people.open('Ada', { ...phone, viewport: { width: 390, height: 844 } });
  const ben = await people.open('Ben');
  for (const person of [ada, ben]) await person.takesName();
  await ada.page.getByRole('button', { name: 'People' }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Ben', exact: true }).click();
  await ada.isIn('Ben');
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
});
