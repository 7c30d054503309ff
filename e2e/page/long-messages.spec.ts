import { expect } from '@playwright/test';
import { fillHistory } from '../support/fill-history';
import { test } from '../support/test';

const chapter = (lines: number, of: string) =>
  Array.from({ length: lines }, (_, line) => `line ${line + 1} of ${of}`).join('\n');

test('a long message shows its beginning, and all of it on request, without moving the reader', async ({
  people,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.says(chapter(120, 'a chapter'));
  const message = ada.messages.getByRole('article').filter({ hasText: 'line 1 of a chapter' });
  await expect(message.getByText('line 24 of a chapter')).toBeVisible();
  await expect(message).not.toContainText('line 25 of a chapter');

  const more = message.getByRole('button', { name: 'Show more' });
  await more.focus();
  await ada.page.keyboard.press('Enter');
  await expect(message).toContainText('line 120 of a chapter');
  const less = message.getByRole('button', { name: 'Show less' });
  await expect(less).toBeFocused();
  await expect(message.getByText('line 24 of a chapter')).toBeInViewport();
  await less.click();
  await expect(message).not.toContainText('line 25 of a chapter');
});

test('an opened message stays open while the reader is elsewhere in the room', async ({ people, place }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.says(chapter(60, 'another'));
  const message = ada.messages.getByRole('article').filter({ hasText: 'line 1 of another' });
  await message.getByRole('button', { name: 'Show more' }).click();
  await expect(message).toContainText('line 60 of another');
  await fillHistory(
    place,
    'Clio',
    Array.from({ length: 120 }, (_, verse) => `verse ${verse + 1}`),
  );
  // A writer who opens it just after sending it stays there, too.
  await ada.page.getByRole('button', { name: /new message/ }).click();
  await expect(ada.messages.getByText('verse 120', { exact: true })).toBeInViewport();
  await expect(ada.messages).not.toContainText('line 60 of another');
  await ada.messages.hover();
  await expect(async () => {
    await ada.page.mouse.wheel(0, -2_000);
    await expect(ada.messages.getByText('line 60 of another')).toBeVisible({ timeout: 500 });
  }).toPass();
});

test('a reader who sees the whole room follows what comes, even after opening a message', async ({
  people,
}) => {
  const ada = await people.open('Ada', { viewport: { width: 1440, height: 2_000 } });
  await ada.takesName();
  await ada.makesRoom('Reading');
  await ada.says(chapter(31, 'hers'));
  await ada.messages.getByRole('button', { name: 'Show more' }).click();
  await expect(ada.messages.getByText('line 31 of hers')).toBeInViewport();
  const ben = await people.arrive('Ben');
  await ben.opens(ada.page.url());
  await ben.takesName();
  for (const part of ['one', 'two', 'three']) await ben.says(chapter(24, part));
  await expect(ada.messages.getByText('line 24 of three')).toBeInViewport();
});
