import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from '../support/person';
import type { Place } from '../support/place';
import { test } from '../support/test';

const nodeUrl = ({ cluster }: Place, place: number) => `http://localhost:${cluster?.node(place).port}`;

/** Ada comes in a frame at one node and says something; Bob reads it at the other. Returns what he sees of it. */
async function adaSpeaksToBob(
  { ada, bob }: { ada: Person; bob: Person },
  place: Place,
  user: Record<string, string>,
): Promise<Locator> {
  await bob.opens(nodeUrl(place, 1));
  await bob.setsName();
  const query = new URLSearchParams({ room: nodeUrl(place, 0), ...user });
  await ada.page.goto(`${place.embeddingSite.origin}/?${query}`);
  const frame = ada.page.frameLocator('iframe[title="Chat"]');
  await expect(frame.getByText('You have entered the chat room!')).toBeVisible(); // Until then the page ignores key presses.
  const field = frame.getByRole('textbox', { name: 'Message' });
  await field.fill(`As ${user.user}.`);
  await field.press('Enter');
  await bob.readsOnce(`As ${user.user}.`);
  return bob.messages.getByRole('article', { name: new RegExp(`^${user.user}`) });
}

const membersAskedFor = (page: Page): Set<string> => {
  const asked = new Set<string>();
  page.on('request', (request) => {
    const [, member] = /^\/avatars\/(.*)/.exec(new URL(request.url()).pathname) ?? [];
    if (member !== undefined) asked.add(member);
  });
  return asked;
};

test('[J7] a member’s picture covers the initial, at another node too, and guests’ pictures are not fetched', async ({
  people,
  place,
}) => {
  const [ada, bob] = [await people.arrive('Ada'), await people.arrive('Bob')];
  const asked = membersAskedFor(bob.page);
  const loaded = bob.page.waitForRequest((request) => request.url().endsWith('/picture.svg'));
  const said = await adaSpeaksToBob({ ada, bob }, place, { user: 'Ada Lovelace' });
  const listed = bob.page.getByRole('listitem').filter({ hasText: 'Ada Lovelace' });
  for (const [where, size] of [
    [said, 36],
    [listed, 24],
  ] as const) {
    const picture = where.locator('img');
    await expect(picture).toBeVisible();
    await expect(picture).toHaveJSProperty('naturalWidth', 72);
    expect(await picture.boundingBox()).toMatchObject({ width: size, height: size });
  }
  expect(await (await loaded).allHeaders()).not.toHaveProperty('referer');
  await bob.says('As a guest.');
  await bob.readsOnce('As a guest.');
  expect([...asked]).toEqual([expect.stringMatching(/^site-/)]);
});

test('[J7] a member without a picture causes no error in a reader’s console', async ({ people, place }) => {
  const [ada, bob] = [await people.arrive('Ada'), await people.arrive('Bob')];
  const asked = bob.page.waitForResponse(
    (response) => response.url().includes('/avatars/') && response.status() === 204,
  );
  const said = await adaSpeaksToBob({ ada, bob }, place, { user: 'Ellen Ripley', picture: '' });
  await asked;
  await expect(said.getByText('E', { exact: true })).toBeVisible();
});

test('[J7] a picture that cannot be shown leaves the initial in place', async ({ people, place }) => {
  const [ada, bob] = [await people.arrive('Ada'), await people.arrive('Bob')];
  const seen = bob.page.waitForResponse((response) => response.url().endsWith('/broken.png'));
  const said = await adaSpeaksToBob({ ada, bob }, place, { user: 'Grace Hopper', picture: '/broken.png' });
  await seen;
  await expect(said.locator('img')).toHaveJSProperty('complete', true);
  await expect(said.locator('img')).toBeHidden();
  const initial = said.getByText('G', { exact: true });
  await expect(initial).toBeVisible();
  expect(await initial.locator('..').boundingBox()).toMatchObject({ width: 36, height: 36 });
});
