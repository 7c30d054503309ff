import { expect } from '@playwright/test';
import { test } from '../support/test';

const FAMILY = '👨‍👩‍👧‍👦';
const LIMIT = /^A message has at most 4,000 characters, and 48,000 bytes/;

for (const [what, text, counted] of [
  ['two thousand families', FAMILY.repeat(2_000), '2,000 bytes too many'],
  ['as many families as fit, plus one,', FAMILY.repeat(1_921), '25 bytes too many'],
  ['4,001 letters', 'x'.repeat(4_001), '1 character too many'],
  ['letters with stacked marks', `a${'\u0301'.repeat(15)}`.repeat(1_600), '1,600 bytes too many'],
] as const)
  test(`[N1] ${what} are refused with the counter's reason, and are sent once it says that they fit`, async ({
    people,
  }) => {
    const ada = await people.open('Ada');
    await ada.takesName();
    await ada.messageField.fill(text);
    await expect(ada.page.getByText(counted, { exact: true })).toBeVisible();
    await ada.messageField.press('Enter');
    await expect(ada.messageField).toHaveAccessibleDescription(LIMIT);
    await ada.messageField.fill(text.slice(0, -text.length / 10));
    await expect(ada.page.getByText(/too many$/)).toHaveCount(0);
    await ada.messageField.press('Enter');
    await expect(ada.messageField).toHaveValue('');
  });
