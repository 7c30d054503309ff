import { expect } from '@playwright/test';
import type { Person } from '../support/person';
import { test } from '../support/test';

const says = ({ page }: Person, text: string) =>
  expect(page.getByRole('status').getByText(text, { exact: true })).toBeVisible();

const UNSTORED = "The server can't store messages right now.";
const WAITING = "The server can't store messages right now; yours are waiting.";

test('[A4] while nothing can be stored, only a person who has written something reads that messages wait', async ({
  people,
  place,
}) => {
  const [ada, ben] = await people.openTwo('Ada', 'Ben');
  place.cluster?.redis?.process.kill('SIGSTOP');
  try {
    for (const person of [ada, ben]) await says(person, UNSTORED);
    await ada.says('Is anybody there?');
    await says(ada, WAITING);
    await says(ben, UNSTORED);
  } finally {
    place.cluster?.redis?.process.kill('SIGCONT');
  }
  await ben.readsOnce('Is anybody there?');
  for (const { page } of [ada, ben]) await expect(page.getByText(/can't store messages/)).toHaveCount(0);
});
