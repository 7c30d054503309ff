import { expect, type Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { test } from '../support/test';

/** Answers for every page there: no test needs the internet. */
const answerAt = (page: Page, host: string) =>
  page
    .context()
    .route(`https://${host}/**`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Elsewhere</title>' }),
    );

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[Q3] a link opens where it says, in a new tab that knows nothing of the room, ${colorScheme}`, async ({
    people,
  }) => {
    const ada = await people.open('Ada', { colorScheme, reducedMotion: 'reduce' });
    const ben = await people.open('Ben');
    await ada.takesName();
    await ben.takesName();
    await answerAt(ada.page, 'example.com');
    const address = `https://example.com/@ada/${colorScheme}`;
    const mailbox = `${colorScheme}@example.com`;
    await ben.says(`@Ada, see ${address} or ask ${mailbox}`);

    const link = ada.messages.getByRole('link', { name: address, exact: true });
    const opened = ada.page.waitForEvent('popup');
    await link.click();
    const elsewhere = await opened;
    await expect(elsewhere).toHaveURL(address);
    expect(await elsewhere.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
    await elsewhere.close();

    const mail = ada.messages.getByRole('link', { name: mailbox, exact: true });
    await expect(mail).toHaveAttribute('href', `mailto:${mailbox}`);
    await expect(ada.messages.getByText('@Ada', { exact: true }).last()).toHaveCSS('font-weight', '600');
    await expectAccessible(ada.page);

    await link.focus();
    await ada.page.keyboard.press('Tab');
    await expect(mail).toBeFocused();
    await expect(mail).toHaveCSS('outline-style', 'solid');
  });
}

test('[Q3] a tap opens a link', async ({ people }) => {
  const ada = await people.open('Ada', {
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  await ada.takesName();
  await answerAt(ada.page, 'example.com');
  await ada.says('Look: example.com/tapped');
  const opened = ada.page.waitForEvent('popup');
  await ada.messages.getByRole('link', { name: 'example.com/tapped' }).tap();
  await expect(await opened).toHaveURL('https://example.com/tapped');
});

test('[Q3] a link opens from a frame', async ({ people, place }) => {
  const ada = await people.arrive('Ada');
  await answerAt(ada.page, 'example.com');
  const room = new URLSearchParams({ room: place.url, user: 'Ada Framed' });
  await ada.page.goto(`${place.embeddingSite.origin}/?${room}`);
  const chat = ada.page.frameLocator('iframe[title="Chat"]');
  await expect(chat.getByRole('img', { name: 'Verified' }).first()).toBeVisible();
  const field = chat.getByRole('textbox', { name: 'Message' });
  await field.fill('example.com/framed');
  await field.press('Enter');
  const opened = ada.page.waitForEvent('popup');
  await chat.getByRole('log').getByRole('link', { name: 'example.com/framed' }).click();
  await expect(await opened).toHaveURL('https://example.com/framed');
});
