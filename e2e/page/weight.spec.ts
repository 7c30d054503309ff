import { expect, type Page } from '@playwright/test';
import { test } from '../support/test';

/** The script to download before a person on a slow link can talk, compressed. */
const MAX_BYTES = 180 * 1024;

const SCRIPTS = /\/_next\/static\/.*\.js$/;

interface Held {
  readonly asked: ReadonlySet<string>;
  letGo(): void;
}

/** Holds up every script that the page itself does not name until it is released. */
async function holdLateScripts(page: Page, url: string): Promise<Held> {
  const asked = new Set<string>();
  const named = await (await fetch(url)).text();
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(SCRIPTS, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (!named.includes(pathname)) {
      asked.add(pathname);
      await gate;
    }
    await route.continue();
  });
  return {
    asked,
    letGo,
  };
}

const scriptsOf = (page: Page) =>
  page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ name, encodedBodySize, decodedBodySize }) => ({
        name: new URL(name).pathname,
        encodedBodySize,
        decodedBodySize,
      })),
  );

test('the first message needs no more than 180 KB of script', async ({ people }) => {
  const ada = await people.arrive('Ada');
  const { asked } = await holdLateScripts(ada.page, people.place.url);
  await ada.page.goto(people.place.url, { waitUntil: 'commit' }); // The held scripts would hold up `load`.
  await ada.isConnected();
  await ada.takesName();
  await ada.says('That was quick');
  await ada.readsOnce('That was quick');
  const scripts = (await scriptsOf(ada.page)).filter(({ name }) => !asked.has(name));
  expect(scripts.length).toBeGreaterThan(0);
  const bytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  expect(bytes, JSON.stringify(scripts, null, 2)).toBeLessThanOrEqual(MAX_BYTES);
  // Checks that they are compressed, and that none counts as nothing.
  for (const { encodedBodySize, decodedBodySize } of scripts) {
    expect(encodedBodySize).toBeGreaterThan(0);
    expect(encodedBodySize).toBeLessThan(decodedBodySize);
  }
});

test('what is opened before its script has arrived opens when it has, and the focus stays', async ({
  people,
}) => {
  const ada = await people.arrive('Ada');
  const { asked, letGo } = await holdLateScripts(ada.page, people.place.url);
  await ada.page.goto(people.place.url, { waitUntil: 'commit' });
  await ada.isConnected();
  const settings = ada.page.getByRole('button', { name: 'Settings' });
  await settings.focus();
  await ada.page.keyboard.press('Enter');
  await expect(settings).toHaveAttribute('aria-expanded', 'true');
  expect(asked.size).toBeGreaterThan(0);
  await expect(settings).toBeFocused();
  letGo();
  await ada.page.getByText('Dark', { exact: true }).click();
  await expect(ada.page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await ada.page.keyboard.press('Escape');
  await expect(settings).toBeFocused();
  await expect(settings).toHaveAttribute('aria-expanded', 'false');
  await expect(ada.page.getByRole('radio')).toHaveCount(0);
});

test('Escape calls off what is opened before its script has arrived', async ({ people }) => {
  const ada = await people.arrive('Ada');
  const { letGo } = await holdLateScripts(ada.page, people.place.url);
  await ada.page.goto(people.place.url, { waitUntil: 'commit' });
  await ada.isConnected();
  await ada.takesName();
  const settings = ada.page.getByRole('button', { name: 'Settings' });
  await settings.click();
  await expect(settings).toHaveAttribute('aria-expanded', 'true');
  await ada.page.keyboard.press('Escape');
  await expect(settings).toHaveAttribute('aria-expanded', 'false');
  await ada.page.keyboard.press('Control+k');
  await ada.page.keyboard.press('Escape');
  letGo();
  const makeRoom = ada.page.getByRole('button', { name: 'Make a room' });
  await makeRoom.click();
  await expect(ada.page.getByRole('dialog').getByLabel('Title')).toBeFocused();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('dialog')).toHaveCount(0);
  await expect(makeRoom).toBeFocused();
});

test('a toast shows even if what was done is done before the script for toasts has arrived', async ({
  people,
}) => {
  const ada = await people.arrive('Ada');
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let isHeld = false;
  await ada.page.route(SCRIPTS, async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes('swipeDirection:"down"')) {
      isHeld = true;
      await gate;
    }
    await route.fulfill({ response });
  });
  await ada.page.goto(people.place.url, { waitUntil: 'commit' });
  await ada.isConnected();
  await ada.takesName();
  await ada.makesRoom(`Toasted ${Math.random().toString(36).slice(2, 8)}`, 'Private');
  await ada.chooses('Copy invite link');
  await expect.poll(() => isHeld).toBe(true);
  letGo();
  await expect(ada.page.getByText('The invite link has been copied.')).toBeVisible();
});

test('a script that the network swallowed is requested again', async ({ people }) => {
  const ada = await people.arrive('Ada');
  ada.complaints.expect(/net::ERR_FAILED/);
  const { letGo } = await holdLateScripts(ada.page, people.place.url);
  letGo();
  let failures = 0;
  // A browser asks twice by itself before the page hears of the failure.
  await ada.page.route(SCRIPTS, async (route) => {
    const isLate = await ada.page.evaluate(() => document.readyState === 'complete').catch(() => false);
    if (!isLate || failures >= 2) return route.fallback();
    failures += 1;
    await route.abort();
  });
  await ada.opens(people.place.url);
  await ada.page.getByRole('button', { name: 'Find a room' }).click();
  await expect(ada.page.getByRole('combobox')).toBeFocused({ timeout: 30_000 });
  expect(failures).toBeGreaterThan(0);
});

test('a page older than the site reloads when it needs a script that is gone, and keeps what was typed', async ({
  people,
}) => {
  const ada = await people.arrive('Ada');
  ada.complaints.expect(/404|ChunkLoadError/);
  const named = await (await fetch(people.place.url)).text();
  let isGone = true;
  await ada.page.route(SCRIPTS, (route) => {
    const isLate = !named.includes(new URL(route.request().url()).pathname);
    return isGone && isLate ? route.fulfill({ status: 404 }) : route.continue();
  });
  await ada.opens(people.place.url);
  await ada.messageField.fill('Not yet sent');
  const reloading = ada.page.waitForRequest((request) => request.isNavigationRequest());
  await ada.page.getByRole('button', { name: 'Find a room' }).click();
  await reloading;
  isGone = false;
  await ada.isConnected();
  await expect(ada.messageField).toHaveValue('Not yet sent');
  await ada.page.getByRole('button', { name: 'Find a room' }).click();
  await expect(ada.page.getByRole('combobox')).toBeFocused();
});

test('texts of another language load when it is chosen, and are there at once if it was chosen before', async ({
  people,
}) => {
  const ada = await people.open('Ada');
  await expect.poll(async () => (await scriptsOf(ada.page)).length).toBeGreaterThan(10);
  const before = (await scriptsOf(ada.page)).length;
  await ada.page.getByRole('button', { name: 'Settings' }).click();
  await ada.page.getByText('简体中文').click();
  await expect(ada.page.getByRole('button', { name: '发送' })).toBeVisible();
  expect((await scriptsOf(ada.page)).length).toBeGreaterThan(before);
  await ada.page.reload();
  await expect(ada.page.getByRole('button', { name: '发送' })).toBeVisible();
});
