import { expect } from '@playwright/test';
import type { Person } from '../support/person';
import { test } from '../support/test';
import { hasFirmTexts, letExtensionsMeddle, translate } from '../support/translation';

async function setsLanguage({ page }: Person, settings: string, language: string): Promise<void> {
  await page.getByRole('button', { name: settings }).click();
  await page.getByText(language, { exact: true }).click();
  await page.keyboard.press('Escape');
}

/** Changes much of what can change on a page, with somebody else at the other end. */
async function livesThroughALot(ada: Person, bob: Person, after: () => Promise<void>): Promise<void> {
  await ada.says('I ask @Bob and @Ada: see https://example.com/a @Robert');
  await bob.says('Here I am');
  await ada.reads('Here I am');
  await after();

  await bob.renames('Robert');
  await expect(ada.page.getByRole('complementary').getByText('Robert')).toBeVisible();
  await bob.says('Another name');
  await ada.reads('Another name');
  await expect(ada.messages.getByRole('article', { name: /^Robert,/ }).last()).toContainText('Another name');
  await after();

  await ada.renames('Adele');
  await expect(ada.page.getByRole('button', { name: /^Change username, now ¡?Adele$/ })).toBeVisible();
  await ada.says('I am @Adele now');
  await bob.reads('I am @Adele now');
  await after();

  await bob.messageField.pressSequentially('typing');
  await expect(ada.page.getByText(/Robert is typing/)).toBeVisible();
  await bob.messageField.fill('');
  await after();

  const article = ada.messages.getByRole('article').filter({ hasText: 'I am @Adele now' }).last();
  await article.hover();
  await article.getByRole('button', { name: 'Delete message' }).click();
  await ada.page.getByRole('button', { name: 'Undo' }).click();
  await expect(article).toBeVisible();
  await after();

  await ada.makesRoom(`Translated ${Date.now()}`);
  await ada.says('Alone here');
  await ada.reads('Alone here');
  await bob.says('Something unread');
  const lobby = ada.page.getByRole('navigation').getByRole('link', { name: /^Lobby .*new message/ });
  await expect(lobby).toBeVisible();
  await after();
  await lobby.click();
  await ada.reads('Something unread');
  await after();

  await ada.page.keyboard.press('Control+k');
  await ada.page.getByRole('dialog').getByRole('combobox').fill('transl');
  await expect(ada.page.getByRole('option').first()).toBeVisible();
  await after();
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('Escape');

  await setsLanguage(ada, 'Settings', '简体中文');
  await expect(ada.page.getByRole('button', { name: '发送' })).toContainText('发送');
  await after();
  await ada.page.getByRole('button', { name: '设置' }).click();
  await ada.page.getByText('深色', { exact: true }).click();
  await ada.page.keyboard.press('Escape');
  await setsLanguage(ada, '设置', 'English');
  await expect(ada.page.getByRole('button', { name: 'Send', exact: true })).toContainText('Send');
  await after();

  await bob.leaves();
  await expect(ada.page.getByRole('complementary').getByText('Robert')).toHaveCount(0, { timeout: 30_000 });
  await ada.says('Still here');
  await ada.reads('Still here');
  await after();
}

test('[W5] a page whose every text is wrapped in other elements survives everything that changes', async ({
  people,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await translate(ada.page);
  await livesThroughALot(ada, bob, async () => {});
});

test('[W5] no text node that React holds has siblings, whatever is shown', async ({ people }) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await livesThroughALot(ada, bob, () => hasFirmTexts(ada.page));
});

test('[W5] a page into which extensions write attributes and elements survives everything that changes', async ({
  people,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await letExtensionsMeddle(ada.page);
  await livesThroughALot(ada, bob, async () => {});
});

test('[W5] a translated page shows changes as they are now, not as they were translated', async ({
  people,
}) => {
  const [ada, bob] = await people.openTwo('Ada', 'Bob');
  await translate(ada.page, '¡');
  await bob.renames('Robert');
  await expect(ada.page.getByRole('complementary').getByText('¡Robert')).toBeVisible();
  await expect(ada.page.getByRole('complementary').getByText('¡Bob')).toHaveCount(0);
  await setsLanguage(ada, 'Settings', '¡简体中文');
  await expect(ada.page.getByRole('button', { name: '发送' })).toHaveText('¡发送');
});
