import { expect } from '@playwright/test';
import { test } from '../support/test';

test('[Q2] a name is completed behind an @, and whoever is called that sees it in another room', async ({
  people,
}) => {
  const [mira, noah] = await people.openTwo('Mira', 'Noah');
  await noah.makesRoom(`Elsewhere ${Math.random().toString(36).slice(2, 8)}`);
  await mira.messageField.pressSequentially('Lunch, @no');
  await expect(mira.page.getByRole('option', { name: 'Noah' })).toBeVisible();
  await mira.messageField.press('Enter');
  await expect(mira.messageField).toHaveValue('Lunch, @Noah ');
  await mira.messageField.press('Enter');
  await mira.reads('@Noah');
  await expect(noah.page.getByRole('link', { name: /Lobby.*you are mentioned/ })).toBeVisible();
  await noah.page.getByRole('link', { name: /Lobby/ }).click();
  await noah.reads('@Noah');
  await expect(noah.page.getByRole('link', { name: 'Lobby', exact: true })).toBeVisible();
});

test('[Q2] a mention that is put in as a whole is sent as it is, and Enter chooses nobody else', async ({
  people,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.says('@Bob, look');
  await bob.readsOnce('@Bob, look');
  await ada.messageField.fill('@Bob again');
  await ada.messageField.press('Home');
  await ada.messageField.press('Enter');
  await bob.readsOnce('@Bob again');
});
