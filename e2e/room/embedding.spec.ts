import { expect, type Page } from '@playwright/test';
import { startEmbeddingSite } from '../support/embedding-site';
import { test } from '../support/test';

const chatIn = (page: Page) => page.frameLocator('iframe[title="Chat"]');

const around = (site: { readonly origin: string }, room: string) =>
  `${site.origin}/?${new URLSearchParams({ room })}`;

test('[W2] a page of a site in EMBED_ORIGINS shows the room in a frame, and people talk in it', async ({
  people,
  place,
}) => {
  const bob = await people.open('Bob');
  const ada = await people.arrive('Ada');
  await ada.page.goto(around(place.embeddingSite, place.url));
  const chat = chatIn(ada.page);
  await chat.getByRole('textbox', { name: 'Username' }).fill('Ada');
  await chat.getByRole('button', { name: 'Set Username' }).click();
  await expect(chat.getByText('Your username has been set to: Ada')).toBeVisible();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Said in a frame.');
  await chat.getByRole('textbox', { name: 'Message' }).press('Enter');
  await bob.readsOnce('Said in a frame.');
});

test('[W2] a page of any other site cannot', async ({ people, place }) => {
  const site = await startEmbeddingSite();
  const ada = await people.arrive('Ada');
  ada.complaints.expect(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE|chrome-error/);
  const refused = ada.page.waitForEvent('console', (line) => /frame-ancestors/.test(line.text()));
  await ada.page.goto(around(site, place.url));
  await refused;
  await expect(chatIn(ada.page).getByRole('textbox')).toHaveCount(0);
  await site.stop();
});

test('[I1] behind TLS the room in a frame of another site keeps who its visitor is', async ({
  people,
  place,
}) => {
  // As a load balancer says it. Chromium takes Secure cookies from localhost, with or without TLS.
  const ada = await people.arrive('Ada', { extraHTTPHeaders: { 'x-forwarded-proto': 'https' } });
  ada.complaints.expect(/WebSocket/);
  await ada.page.goto(around(place.embeddingSite, place.url));
  const chat = chatIn(ada.page);
  await chat.getByRole('textbox', { name: 'Username' }).fill('Ada');
  await chat.getByRole('button', { name: 'Set Username' }).click();
  await expect(chat.getByText('Your username has been set to: Ada')).toBeVisible();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Said before.');
  await chat.getByRole('textbox', { name: 'Message' }).press('Enter');
  const id = () =>
    ada.page
      .context()
      .cookies(place.url)
      .then((all) => all.find(({ name }) => name === 'concord_member'));
  const cookie = await id();
  expect(cookie).toMatchObject({ sameSite: 'None', secure: true, httpOnly: true });
  await ada.page.reload();
  await expect(chat.getByRole('button', { name: 'Change username, now Ada' })).toBeVisible();
  expect(await id()).toEqual(cookie);
});
