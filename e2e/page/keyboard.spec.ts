import { expect } from '@playwright/test';
import { test } from '../support/test';

test('after a deletion the focus moves to the button that undoes it, and then to the messages', async ({
  people,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const text = `Out of the way ${Math.random()}`;
  await ada.says(text);
  const message = ada.messages.getByRole('article').filter({ hasText: text });
  await message.getByRole('button', { name: 'Delete message' }).focus();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(ada.messages).toBeFocused();
});

test('Back with something open over the page leaves the focus there, or closes it with its room', async ({
  people,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const title = `Left open ${Math.random().toString(36).slice(2, 8)}`;
  await ada.makesRoom(title);
  await ada.page.getByRole('button', { name: 'Find a room' }).click();
  await expect(ada.page.getByRole('combobox')).toBeFocused();
  await ada.page.goBack();
  await expect(ada.page).toHaveURL(/:\d+\/$/);
  await expect(ada.page.getByRole('combobox')).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await ada.isIn('Online Chat Room');
  await ada.page.goForward();
  await ada.isIn(title);
  await ada.chooses('Edit title and topic');
  await expect(ada.page.getByRole('dialog')).toBeVisible();
  await ada.page.goBack();
  await ada.isIn('Online Chat Room');
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
});

test('making a room without a name says so, and marks no field as wrong', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.page.getByRole('button', { name: 'Make a room' }).click();
  const dialog = ada.page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('Nameless');
  await ada.page.keyboard.press('Enter');
  await expect(dialog.getByText('Please set a username first!')).toBeVisible();
  await expect(dialog.locator('[aria-invalid=true]')).toHaveCount(0);
});

test('a menu opened by a key starts at its first item, and gives the focus back', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.makesRoom(`By key ${Math.random().toString(36).slice(2, 8)}`);
  const options = ada.page.getByRole('button', { name: 'Room options' });
  for (const key of ['Enter', 'ArrowDown']) {
    await options.press(key);
    await expect(ada.page.getByRole('menuitem').first()).toBeFocused();
    await ada.page.keyboard.press('ArrowDown');
    await expect(ada.page.getByRole('menuitem').nth(1)).toBeFocused();
    await ada.page.keyboard.press('Escape');
    await expect(options).toBeFocused();
  }
  // A second press closes what the button opened.
  await options.click();
  await expect(ada.page.getByRole('menu')).toBeVisible();
  await options.click({ force: true });
  await expect(ada.page.getByRole('menu')).toHaveCount(0);
});
