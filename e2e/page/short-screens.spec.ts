import { expect } from '@playwright/test';
import { fillHistory } from '../support/fill-history';
import type { Person } from '../support/person';
import { test } from '../support/test';

/** Small windows, phones on their sides, and 1280 × 1024 at 200% and 400%. */
const SCREENS = [
  [320, 256],
  [640, 170],
  [640, 512],
  [320, 480],
  [568, 320],
  [844, 390],
  [320, 170],
] as const;

/** Counts as wholly visible: to fill in a field, a browser scrolls to nearly all of it. */
const WHOLE = 0.9;

/** Enough of a list to show a message or two. */
const LIST_MIN_PX = 60;

/** Checks that it is wholly visible after scrolling to it, and that a click in its middle reaches it. */
async function isWithinReach({ page }: Person, label: string): Promise<void> {
  const button = page.getByRole('button', { name: label, exact: true });
  await button.click({ trial: true });
  await expect(button).toBeInViewport({ ratio: WHOLE });
}

async function listIsWithinReach({ messages }: Person): Promise<void> {
  await messages.scrollIntoViewIfNeeded();
  await expect(messages).toBeInViewport({ ratio: WHOLE });
  expect((await messages.boundingBox())?.height).toBeGreaterThanOrEqual(LIST_MIN_PX);
}

for (const [width, height] of SCREENS)
  for (const hasTouch of [false, true])
    test(`${width} × ${height}${hasTouch ? ', touched' : ''}: everything one needs is within reach`, async ({
      people,
      place,
    }) => {
      await fillHistory(
        place,
        'Clio',
        Array.from({ length: 30 }, (_, index) => `verse ${index + 1}`),
      );
      const ada = await people.open('Ada', { viewport: { width, height }, hasTouch, isMobile: hasTouch });
      await isWithinReach(ada, 'Set Username');
      await isWithinReach(ada, 'Send');
      await listIsWithinReach(ada);
      await ada.takesName();
      await isWithinReach(ada, 'Send');
      await isWithinReach(ada, 'Change username, now Ada');
      await listIsWithinReach(ada);
      await ada.messageField.fill('A word.\nAnother.\nA third.\n4\n5\n6\n7\n8\n9');
      await isWithinReach(ada, 'Send');
      const word = `A word ${Math.random()}`;
      await ada.messageField.fill(word);
      await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
      await ada.reads(word);
      await expect(ada.messages.getByText(word)).toBeInViewport();
      await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(
        ada.page.getByRole('alert').filter({ hasText: 'Message cannot be empty!' }),
      ).toBeInViewport();
      await isWithinReach(ada, 'Send');
      await dialogsAreWithinReach(ada);
    });

async function dialogsAreWithinReach(ada: Person): Promise<void> {
  const dialog = ada.page.getByRole('dialog');
  await ada.page.getByRole('button', { name: 'Settings' }).click();
  for (const choice of ['Dark', '中文']) {
    await dialog.getByText(choice).scrollIntoViewIfNeeded();
    await expect(dialog.getByText(choice)).toBeInViewport({ ratio: WHOLE });
  }
  await ada.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  const rooms = ada.page.getByRole('button', { name: 'Rooms', exact: true });
  if (await rooms.isVisible()) await rooms.click();
  await ada.page.getByRole('button', { name: 'Make a room' }).click();
  const make = ada.page.getByRole('dialog', { name: 'Make a room' });
  await make.getByRole('button', { name: 'Make a room' }).click();
  await expect(make.getByRole('alert')).toHaveText('A room needs a title.');
  for (const field of ['Title', 'Address', 'Topic']) {
    await make.getByLabel(field).fill('x');
    await expect(make.getByLabel(field)).toBeInViewport({ ratio: WHOLE });
  }
  await make.getByRole('button', { name: 'Close' }).click();
}
