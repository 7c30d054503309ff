import { expect } from '@playwright/test';
import type { Person } from '../support/person';
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

test('a person who enters is greeted', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.readsOnce('You have entered the chat room!');
});

test('a person who sets a name is told so', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.setsName('Ada');
  await ada.readsOnce('Your username has been set to: Ada');
});

test('an empty name is refused at its field', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.setsName('   ');
  await expect(ada.nameField).toHaveAccessibleDescription('Username cannot be empty!');
  await expect(ada.nameField).toHaveAttribute('aria-invalid', 'true');
});

test('a person who sends without a name is asked for one and keeps what was typed', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.says('Hello?');
  await expect(ada.nameField).toHaveAccessibleDescription('Please set a username first!');
  await expect(ada.nameField).toBeFocused();
  await expect(ada.messageField).toHaveValue('Hello?');
  await ada.takesName();
  await ada.messageField.press('Enter');
  await ada.readsOnce('Hello?');
});

/** Presses Enter in both fields before a node can have answered the first. */
async function setsNameAndSends(person: Person, name: string, text: string): Promise<void> {
  await person.nameField.fill(name);
  await person.messageField.fill(text);
  await person.page.evaluate(async () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('main form')) {
      form.requestSubmit();
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
}

test('a message sent while the name is being set goes out as soon as it is', async ({ people }) => {
  const ada = await people.open('Ada');
  const text = 'Faster than my name.';
  await setsNameAndSends(ada, 'Quick Ada', text);
  await ada.readsOnce(text);
  await expect(ada.messageField).toHaveValue('');
  await expect(ada.messages.getByRole('article', { name: /^Quick Ada,/ }).last()).toContainText(text);
});

test('a person who sends while a name is being refused reads why, and keeps what was typed', async ({
  people,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName('Taken Ada');
  const bob = await people.open('Bob');
  await setsNameAndSends(bob, 'Taken Ada', 'Who am I?');
  await expect(bob.nameField).toHaveAccessibleDescription(/^This username is taken/);
  await expect(bob.messageField).toHaveValue('Who am I?');
});

test('an empty message is refused at its field', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(ada.messageField).toHaveAccessibleDescription('Message cannot be empty!');
});
