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

test('[I1] behind TLS a frame of another site keeps who its visitor is', async ({ people, place }) => {
  // As a load balancer says it. Chromium keeps Secure cookies of localhost also without TLS.
  const ada = await people.arrive('Ada', { extraHTTPHeaders: { 'x-forwarded-proto': 'https' } });
  const address = around(place.embeddingSite, place.url);
  const openFrame = async () => {
    const answered = ada.page.waitForResponse(`${place.url}/`);
    await ada.page.goto(address);
    return (await answered).allHeaders();
  };
  const given = (await openFrame())['set-cookie'];
  expect(given).toMatch(/^concord_member=.*; Secure; Partitioned; SameSite=None$/);
  await expect(chatIn(ada.page).getByRole('textbox', { name: 'Message' })).toBeEditable();
  expect((await openFrame())['set-cookie']).toBeUndefined();
});
