import { expect } from '@playwright/test';
import { test } from '../support/test';

test('[Q2] a name is completed after an @, and its owner sees the mention in another room', async ({
  people,
}) => {
  const [mira, noah] = await people.openTwo('Mira', 'Noah');
  await noah.makesRoom(`Elsewhere ${Math.random().toString(36).slice(2, 8)}`);
  await mira.messageField.pressSequentially('Lunch, @no');
  await expect(mira.page.getByRole('option', { name: 'Noah' })).toBeVisible();
  await mira.messageField.press('Enter');
  await expect(mira.messageField).toHaveValue('Lunch, @Noah ');
  await mira.messageField.press('Enter');
  await mira.reads('@Noah');
  await expect(noah.page.getByRole('link', { name: /Lobby.*you are mentioned/ })).toBeVisible();
  await noah.page.getByRole('link', { name: /Lobby/ }).click();
  await noah.reads('@Noah');
  await expect(noah.page.getByRole('link', { name: 'Lobby', exact: true })).toBeVisible();
});

test('[Q2] a mention that is inserted whole is sent as it is, and Enter chooses nobody else', async ({
  people,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await ada.says('@Bob, look');
  await bob.readsOnce('@Bob, look');
  await ada.messageField.fill('@Bob again');
  await ada.messageField.press('Home');
  await ada.messageField.press('Enter');
  await bob.readsOnce('@Bob again');
});

for (const typed of ['see @Bob', 'hello @Bob ', '@bob', 'is it @BOB?', '@Bo ', 'I am @Ada', '@Bobina Long']) {
  test(`[Q2] Enter sends “${typed}”: there is no name to complete`, async ({ people }) => {
    const ada = await people.open('Ada');
    // One of these names is the beginning of the other.
    for (const person of [ada, await people.open('Bob'), await people.open('Bobina Long')])
      await person.takesName();
    const names = ada.page.getByRole('complementary', { name: 'People' });
    await expect(names.getByText('Bobina Long').first()).toBeVisible();
    await ada.messageField.pressSequentially(typed);
    await ada.messageField.press('Enter');
    await expect(ada.messageField).toHaveValue('');
    await expect(ada.messages.getByRole('article').last()).toContainText(typed.trim());
  });
}

test('[Q2] after a whole name, the arrows can still choose the longer ones', async ({ people }) => {
  const ada = await people.open('Ada');
  for (const person of [ada, await people.open('Bob'), await people.open('Bobina Long')])
    await person.takesName();
  await ada.messageField.pressSequentially('see @Bob');
  const option = ada.page.getByRole('option');
  await expect(option).toHaveText('Bobina Long');
  await expect(option).toHaveAttribute('aria-selected', 'false');
  await ada.messageField.press('ArrowDown');
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await ada.messageField.press('Enter');
  await expect(ada.messageField).toHaveValue('see @Bobina Long ');
  await ada.messageField.press('Enter');
  await ada.reads('@Bobina Long');
});
