import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from '../support/person';
import { test } from '../support/test';
import { translate } from '../support/translation';

/** Holds back every script file until the returned function is called. */
async function holdScripts(page: Page): Promise<() => void> {
  let letGo = () => {};
  const isLet = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/_next/static/**/*.js*', async (route) => {
    await isLet;
    await route.continue();
  });
  return letGo;
}

const caretIn = (field: Locator) =>
  field.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd, area.value]);

/** Opens a page whose scripts have not arrived yet. */
async function arriveEarly(person: Person, url: string): Promise<() => void> {
  const letGo = await holdScripts(person.page);
  await person.page.goto(url, { waitUntil: 'commit' });
  await expect(person.messageField).toBeVisible();
  return letGo;
}

const goesToLobby = async ({ page }: Person) => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Lobby/ })
    .click();
  await expect(page).toHaveURL(/\/$/);
};

const withoutScripts = (page: Page) =>
  page.evaluate(() => !Object.keys(document.body).some((key) => key.startsWith('__react')));

test('[W4] what is typed before the scripts run stays, with focus and selection, and can be sent', async ({
  people,
  place,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const letGo = await arriveEarly(ada, place.url);
  await ada.messageField.pressSequentially('Typed early');
  await ada.messageField.press('Shift+ArrowLeft');
  await ada.messageField.press('Shift+ArrowLeft');
  expect(await withoutScripts(ada.page)).toBe(true);
  const before = await caretIn(ada.messageField);
  letGo();
  await ada.isConnected();
  await expect(ada.messageField).toBeFocused();
  expect(await caretIn(ada.messageField)).toEqual(before);
  await ada.page.keyboard.press('End');
  await ada.page.keyboard.type(', sent late');
  await expect(ada.messageField).toHaveValue('Typed early, sent late');
  await ada.messageField.press('Enter');
  await ada.readsOnce('Typed early, sent late');
});

test('[W4] pressing Send before the scripts run leaves the page and the text in place', async ({
  people,
  place,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  const letGo = await arriveEarly(ada, place.url);
  await ada.page.evaluate(() => Object.assign(window, { isSamePage: true }));
  await ada.messageField.pressSequentially('Sent too early');
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  await ada.messageField.press('Enter');
  letGo();
  await ada.isConnected();
  expect(await ada.page.evaluate(() => 'isSamePage' in window)).toBe(true);
  expect(new URL(ada.page.url()).search).toBe('');
  await expect(ada.messageField).toHaveValue(/^Sent too early\s*$/);
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  await ada.reads(/^Sent too early\s*$/);
});

test('[W4] no form on the server-rendered page can be submitted without scripts', async ({
  people,
  place,
}) => {
  const ada = await people.arrive('Ada');
  await arriveEarly(ada, place.url);
  const ways = await ada.page.evaluate(() => [...document.forms].map(({ method }) => method));
  expect(ways.length).toBeGreaterThan(0);
  expect(ways.filter((method) => method !== 'dialog')).toEqual([]);
});

test('[W4] what is typed early in a room other than the lobby belongs to that room', async ({
  people,
  place,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.messageField.fill('A draft for the lobby');
  await ada.makesRoom('Early birds');
  const letGo = await arriveEarly(ada, `${place.url}/rooms/early-birds`);
  await ada.messageField.pressSequentially('For the birds');
  letGo();
  await ada.isIn('Early birds');
  await ada.isConnected();
  await expect(ada.messageField).toHaveValue('For the birds');
  await expect(ada.messageField).toBeFocused();
  await goesToLobby(ada);
  await expect(ada.messageField).toHaveValue('A draft for the lobby');
  await ada.goesTo('Early birds');
  await expect(ada.messageField).toHaveValue('For the birds');
});

test('[W4] a draft is back after a reload, and after going away and back', async ({ people, place }) => {
  const ada = await people.open('Ada');
  await ada.messageField.fill('Not sent yet');
  await ada.page.reload();
  await expect(ada.messageField).toHaveValue('Not sent yet');
  await ada.page.goto(`${place.url}/healthz`);
  await ada.page.goBack();
  await ada.isConnected();
  await expect(ada.messageField).toHaveValue('Not sent yet');
});

test('[W4] an earlier draft is kept above what is typed before the scripts run', async ({
  people,
  place,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.messageField.fill('A long draft');
  const letGo = await arriveEarly(ada, place.url);
  await ada.messageField.pressSequentially('Early');
  letGo();
  await ada.isConnected();
  await expect(ada.messageField).toHaveValue('A long draft\nEarly');
  await ada.page.keyboard.type(' bird');
  await expect(ada.messageField).toHaveValue('A long draft\nEarly bird');
  await ada.page.reload();
  await expect(ada.messageField).toHaveValue('A long draft\nEarly bird');
});

test('[W4] the page adopts what the browser restores into the field on going back', async ({ people }) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  await ada.messageField.evaluate((field: HTMLTextAreaElement) => {
    field.value = 'Put back';
    window.dispatchEvent(new PageTransitionEvent('pageshow'));
  });
  await ada.messageField.press('Enter');
  await ada.readsOnce('Put back');
  await expect(ada.messageField).toHaveValue('');
});

test('[W4] what is typed early stays even if the page is translated before its scripts run', async ({
  people,
  place,
}) => {
  const ada = await people.open('Ada');
  await ada.takesName();
  // React draws the page again from scratch and says so.
  ada.complaints.expect(/React error #418|Hydration/);
  const letGo = await arriveEarly(ada, place.url);
  await translate(ada.page, '¡');
  await ada.messageField.pressSequentially('Typed early');
  letGo();
  await expect(ada.page.getByText(/^¡?Connected/).first()).toBeAttached();
  await expect(ada.messageField).toBeFocused();
  await expect(ada.messageField).toHaveValue('Typed early');
});
