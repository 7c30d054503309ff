import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Person } from '../support/person';
import { test } from '../support/test';

const GONE = 'This message was deleted.';

const words = (text: string) => `${text} ${randomUUID().slice(0, 8)}`;

const messageOf = (person: Person, text: string) =>
  person.messages.getByRole('article').filter({ hasText: text });

const deleteButton = (person: Person, text: string) =>
  messageOf(person, text).getByRole('button', { name: 'Delete message' });

test('[X1] a message that its author deletes is gone for all, and stays gone', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const [text, answer] = [words('A word too many'), words('An answer')];
  await ada.says(text);
  await bob.says(answer);
  await ada.reads(answer);
  await messageOf(ada, text).hover();
  await deleteButton(ada, text).click();
  await expect(bob.messages.getByText(GONE)).toHaveCount(1);
  for (const person of [ada, bob]) {
    await expect(person.messages.getByText(text)).toHaveCount(0);
    await expect(person.messages.getByText(GONE)).toHaveCount(1);
    await person.reads(answer);
  }
  await ada.page.reload();
  await ada.reads(answer);
  await expect(ada.messages.getByText(GONE)).toHaveCount(1);
});

test('[X6] a deletion can be undone for a moment', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const text = words('Second thoughts');
  await ada.says(text);
  await bob.reads(text);
  await messageOf(ada, text).hover();
  await deleteButton(ada, text).click();
  await expect(ada.messages.getByText(text)).toHaveCount(0);
  await ada.page.getByRole('button', { name: 'Undo' }).click();
  await ada.reads(text);
  await bob.reads(text);
});

test('[X2] others cannot delete it', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const text = words('Mine');
  await ada.says(text);
  await bob.reads(text);
  await messageOf(bob, text).hover();
  await expect(messageOf(bob, text).getByRole('button', { name: 'Delete' })).toHaveCount(0);
});

test('[X6] the keyboard deletes, and takes back', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const text = words('By hand');
  await ada.says(text);
  await ada.reads(text);
  await expect(deleteButton(ada, text)).toBeAttached();
  await ada.messages.focus();
  await ada.page.keyboard.press('Tab');
  while (!(await deleteButton(ada, text).evaluate((button) => button === document.activeElement)))
    await ada.page.keyboard.press('Tab');
  await expect(deleteButton(ada, text)).toHaveCSS('opacity', '1');
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await ada.reads(text);
});

test('[X6] a finger that rests on a message finds what can be done with it', async ({ people }) => {
  const ada = await people.open('Ada', {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  await ada.takesName();
  const text = words('By touch');
  await ada.says(text);
  await ada.reads(text);
  const box = await ada.messages.getByText(text).boundingBox();
  const point = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 };
  const bar = messageOf(ada, text).getByRole('toolbar');
  await expect(bar).toHaveCSS('opacity', '0');
  const cdp = await ada.page.context().newCDPSession(ada.page);
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await expect(bar).toHaveCSS('opacity', '1');
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await deleteButton(ada, text).tap();
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expect(ada.messages.getByText(text)).toHaveCount(0);
});
