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

/** Points at a message and deletes it; tries once more if somebody's coming or going moved it away. */
const deletes = (person: Person, text: string) =>
  expect(async () => {
    await messageOf(person, text).hover();
    await deleteButton(person, text).click({ timeout: 1_000 });
  }).toPass();

test('[X1] a message that its author deletes is gone for everybody, and stays gone', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const [text, answer] = [words('A word too many'), words('An answer')];
  await ada.says(text);
  await bob.says(answer);
  await ada.reads(answer);
  await deletes(ada, text);
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
  await deletes(ada, text);
  await expect(ada.messages.getByText(text)).toHaveCount(0);
  await ada.page.getByRole('button', { name: 'Undo' }).click();
  await ada.reads(text);
  await bob.reads(text);
});

test('[X2] others cannot delete a message', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  const text = words('Mine');
  await ada.says(text);
  await bob.reads(text);
  await messageOf(bob, text).hover();
  await expect(messageOf(bob, text).getByRole('button', { name: 'Delete' })).toHaveCount(0);
});

test('[X6] the keyboard can delete and undo', async ({ people }) => {
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

test('[X6] a finger resting on a message brings up what can be done with it', async ({ people }) => {
  const ada = await people.open('Ada', {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  await ada.takesName();
  const text = words('By touch');
  await ada.says(text);
  const bar = messageOf(ada, text).getByRole('toolbar');
  await expect(bar).toHaveCSS('opacity', '0');
  const lift = await restsAFinger(ada, text);
  await expect(bar).toHaveCSS('opacity', '1');
  await lift();
  await deleteButton(ada, text).tap();
  await expect(ada.page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expect(ada.messages.getByText(text)).toHaveCount(0);
});

/** Returns the function that lifts the finger. Puts it down again if somebody's coming or going moved the message away. */
async function restsAFinger(person: Person, text: string): Promise<() => Promise<unknown>> {
  const devtools = await person.page.context().newCDPSession(person.page);
  const touch = (type: 'touchStart' | 'touchEnd' | 'touchCancel', touchPoints: { x: number; y: number }[]) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  const touched = await messageOf(person, text).evaluateHandle((article) => {
    const seen = { isTouched: false };
    article.addEventListener('touchstart', () => (seen.isTouched = true));
    return seen;
  });
  await expect(async () => {
    const box = await person.messages.getByText(text).boundingBox();
    await touch('touchStart', [{ x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 }]);
    if (await touched.evaluate(({ isTouched }) => isTouched)) return;
    await touch('touchCancel', []);
    throw new Error('The message has moved away from the finger.');
  }).toPass();
  return () => touch('touchEnd', []);
}
