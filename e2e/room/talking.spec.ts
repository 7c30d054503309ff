import { expect } from '@playwright/test';
import { test } from '../support/test';

test('two people talk both ways', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.says('Hello, is anybody there?');
  await bob.reads('Hello, is anybody there?');
  await bob.says('Yes, on the other side.');
  await ada.reads('Yes, on the other side.');
  await ada.readsOnce('Hello, is anybody there?');
});

test('everybody sees the same order', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  for (const count of [1, 2, 3]) {
    await ada.says(`question ${count}`);
    await bob.reads(`question ${count}`);
    await bob.says(`answer ${count}`);
    await ada.reads(`answer ${count}`);
  }
  const order = ['question 1', 'answer 1', 'question 2', 'answer 2', 'question 3', 'answer 3'];
  for (const person of [ada, bob]) {
    const said = person.messages.getByText(/^(question|answer) \d$/);
    await expect(said).toHaveText(order);
  }
});

test('a person who closes the page has left for the others', async ({ people }) => {
  const [ada, dora] = await people.openTwo('Ada', 'Dora');
  await dora.leaves();
  // The ten seconds of grace are for tabs that only reload.
  await expect(ada.messages.getByText('Dora has left the chat room.')).toBeVisible({ timeout: 20_000 });
});

test('a person who reloads has not left', async ({ people }) => {
  const [ada, nora] = await people.openTwo('Ada', 'Nora');
  await nora.page.reload();
  await nora.isConnected();
  await nora.says('Back again.');
  await ada.reads('Back again.');
  // A person who really leaves after that is announced later than the reload would have been.
  const eve = await people.open('Eve');
  await eve.setsName();
  await ada.reads(/^Eve has entered the chat room\./);
  await eve.leaves();
  await expect(ada.messages.getByText(/^Eve has left the chat room\./)).toBeVisible({ timeout: 20_000 });
  await expect(ada.messages.getByText('Nora has left the chat room.')).toHaveCount(0);
});

test('the browser remembers the name', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.page.reload();
  await ada.isConnected();
  await ada.says('Still me.');
  await expect(bob.messages.getByRole('article', { name: /^Ada,/ }).last()).toContainText('Still me.');
});

test('markup is shown as it was typed', async ({ people }) => {
  const name = '<b>Eve</b>';
  const typed =
    '<img src="x" onerror="console.error(1)"> & <script>console.error(2)</script> [a](javascript:1)';
  const ada = await people.open('Ada');
  const eve = await people.open('Eve');
  await eve.setsName(name);
  await eve.says(typed);
  for (const person of [ada, eve]) {
    await person.reads(typed);
    await expect(person.messages.getByText(name, { exact: true }).first()).toBeVisible();
    const article = person.messages.getByRole('article', { name: new RegExp(`^${name},`) });
    await expect(article.getByText(typed)).toBeVisible();
    await expect(article.locator('img, script, a, b')).toHaveCount(0);
  }
});

test('lines and spaces are shown as they were typed', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.messageField.pressSequentially('first line');
  await ada.messageField.press('Shift+Enter');
  await ada.messageField.pressSequentially('  second line');
  await ada.messageField.press('Enter');
  const message = bob.messages.getByText('second line');
  await expect(message).toBeVisible();
  expect(await message.textContent()).toBe('first line\n  second line');
});
