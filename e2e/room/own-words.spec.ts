import { expect, type Page } from '@playwright/test';
import { fillHistory } from '../support/fill-history';
import { test } from '../support/test';

const numbered = (count: number, word: string) =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index + 1).padStart(3, '0')}`);

const fiveLines = ['one', 'two', 'three', 'four', 'five'];

async function typesLines(page: Page, lines: readonly string[]): Promise<void> {
  for (const [index, line] of lines.entries()) {
    if (index > 0) await page.keyboard.press('Shift+Enter');
    await page.keyboard.type(line);
  }
}

test('[U7] the end stays in view while a long message is typed, and shows it once it is sent', async ({
  people,
  place,
}) => {
  await fillHistory(place, 'Clio', numbered(60, 'ode'));
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.page.reload();
  await ada.isConnected();
  await expect(ada.messages.getByText('You have entered the chat room!')).toBeInViewport();
  await ada.messageField.focus();
  await typesLines(ada.page, fiveLines);
  await expect(ada.messages.getByText('You have entered the chat room!')).toBeInViewport({ ratio: 1 });
  await ada.page.keyboard.press('Enter');
  await expect(ada.messages.getByText('five')).toBeInViewport({ ratio: 1 });
  await fillHistory(place, 'Thalia', numbered(3, 'riddle'));
  await expect(ada.messages.getByText('riddle 003', { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(ada.page).toHaveTitle('Online Chat Room');
});

test('[U7] a reader further up who says something is shown it', async ({ people, place }) => {
  await fillHistory(place, 'Clio', numbered(60, 'ballad'));
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.reads('ballad 060');
  await ada.messages.hover();
  await ada.page.mouse.wheel(0, -700);
  await expect(ada.messages.getByText('ballad 060', { exact: true })).not.toBeInViewport();
  await ada.says('I have something to add.');
  await expect(ada.messages.getByText('I have something to add.')).toBeInViewport({ ratio: 1 });
  await expect(ada.page).toHaveTitle('Online Chat Room');
});
