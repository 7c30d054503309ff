import { expect, type Page } from '@playwright/test';
import { startEmbeddingSite } from '../support/embedding-site';
import { test } from '../support/test';

const chatIn = (page: Page) => page.frameLocator('iframe[title="Chat"]');

const around = (site: { readonly origin: string }, room: string, user: Record<string, string> = {}) =>
  `${site.origin}/?${new URLSearchParams({ room, ...user })}`;

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

test("[J6] a site hands over a token, and everybody sees its user's name and mark", async ({
  people,
  place,
}) => {
  const bob = await people.open('Bob');
  const ada = await people.arrive('Ada');
  await ada.page.goto(around(place.embeddingSite, place.url, { user: 'Ada Lovelace' }));
  const chat = chatIn(ada.page);
  await expect(chat.getByRole('img', { name: 'Verified' }).first()).toBeVisible();
  await expect(chat.getByRole('textbox', { name: 'Username' })).toHaveCount(0);
  await expect(chat.getByRole('button', { name: /^Change username/ })).toHaveCount(0);
  await chat.getByRole('textbox', { name: 'Message' }).fill('Vouched for.');
  await chat.getByRole('textbox', { name: 'Message' }).press('Enter');
  await bob.readsOnce('Vouched for.');
  const said = bob.messages.getByRole('article', { name: /^Ada Lovelace/ });
  await expect(said.getByRole('img', { name: 'Verified' })).toBeVisible();
  const listed = bob.page.getByRole('region', { name: 'People' }).getByRole('listitem');
  await expect(
    listed.filter({ hasText: 'Ada Lovelace' }).getByRole('img', { name: 'Verified' }),
  ).toBeVisible();
});

test('[J6] a token is renewed without its user noticing', async ({ people, place }) => {
  const bob = await people.open('Bob');
  const ada = await people.arrive('Ada');
  const handed: string[] = [];
  ada.page.on('response', (response) => {
    if (new URL(response.url()).pathname === '/token') handed.push(response.url());
  });
  await ada.page.goto(around(place.embeddingSite, place.url, { user: 'Grace Hopper', seconds: '4' }));
  const chat = chatIn(ada.page);
  await expect(chat.getByRole('img', { name: 'Verified' }).first()).toBeVisible();
  await expect.poll(() => handed.length).toBeGreaterThan(4);
  await expect(chat.getByText('You have entered the chat room!')).toHaveCount(1);
  await expect(bob.messages.getByText(/^Grace Hopper has left/)).toHaveCount(0);
  await expect(chat.getByRole('textbox', { name: 'Message' })).toBeEditable();
});

test('[J6] a link may carry a token, which is gone from the address once the page is there', async ({
  people,
  place,
}) => {
  const ada = await people.arrive('Ada');
  const token = await (await fetch(`${place.embeddingSite.origin}/token?user=Ada`)).text();
  await ada.opens(`${place.url}/#token=${token}`);
  await expect(ada.page.getByRole('img', { name: 'Verified' }).first()).toBeVisible();
  expect(ada.page.url()).toBe(`${place.url}/`);
  const kept = await ada.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toContain(token);
});

test('[I1] behind TLS, a frame of another site remembers its visitor', async ({ people, place }) => {
  // As a load balancer would report it. Chromium keeps Secure cookies of localhost even without TLS.
  const ada = await people.arrive('Ada', { extraHTTPHeaders: { 'x-forwarded-proto': 'https' } });
  const address = around(place.embeddingSite, place.url);
  const openFrame = async () => {
    const answered = ada.page.waitForResponse(`${place.url}/`);
    await ada.page.goto(address);
    return (await answered).allHeaders();
  };
  const given = (await openFrame())['set-cookie'];
  expect(given).toMatch(/^__Host-concord_member=.*; Path=\/; HttpOnly; Secure; Partitioned; SameSite=None$/);
  await expect(chatIn(ada.page).getByRole('textbox', { name: 'Message' })).toBeEditable();
  expect((await openFrame())['set-cookie']).toBeUndefined();
});
