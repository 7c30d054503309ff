import { expect } from '@playwright/test';
import { test } from '../support/test';

test('the page is called what it is', async ({ people }) => {
  const ada = await people.open('Ada');
  await expect(ada.page).toHaveTitle('Online Chat Room');
  await expect(ada.page.getByRole('heading', { name: 'Online Chat Room', level: 1 })).toBeVisible();
  await expect(ada.page.getByPlaceholder('Enter a username', { exact: true })).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'Set Username', exact: true })).toBeVisible();
  await expect(ada.page.getByPlaceholder('Enter a message...', { exact: true })).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
});

test('who comes in is greeted', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.readsOnce('You have entered the chat room!');
});

test('who sets a name is told so', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.setsName('Ada');
  await ada.readsOnce('Your username has been set to: Ada');
});

test('an empty name is refused where it is typed', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.setsName('   ');
  await expect(ada.nameField).toHaveAccessibleDescription('Username cannot be empty!');
  await expect(ada.nameField).toHaveAttribute('aria-invalid', 'true');
});

test('who sends without a name is asked for one and keeps what was typed', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.says('Hello?');
  await expect(ada.nameField).toHaveAccessibleDescription('Please set a username first!');
  await expect(ada.nameField).toBeFocused();
  await expect(ada.messageField).toHaveValue('Hello?');
  await ada.takesName();
  await ada.messageField.press('Enter');
  await ada.readsOnce('Hello?');
});

test('an empty message is refused where it is typed', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(ada.messageField).toHaveAccessibleDescription('Message cannot be empty!');
});
