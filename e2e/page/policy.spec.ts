import { expect, type Page } from '@playwright/test';
import { test } from '../support/test';

/** What an attacker's code would leave behind. */
const harm = (page: Page) => page.evaluate(() => document.documentElement.dataset.harm ?? null);

const watchViolations = (page: Page) =>
  page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      document.documentElement.dataset.violated ??= effectiveDirective;
    });
  });

async function expectViolation(page: Page, directive: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-violated', directive);
  expect(await harm(page)).toBeNull();
}

test("[W1] a script that somebody got into a page's markup does not run", async ({ people, place }) => {
  const ada = await people.arrive('Ada');
  // Chromium does not know where an altered answer came from, and keeps the page from connecting to this machine.
  ada.complaints.expect(/Content Security Policy|securitypolicyviolation|LOCAL_NETWORK_ACCESS/);
  await ada.page.route(`${place.url}/`, async (route) => {
    const response = await route.fetch();
    const harmful = '<script>document.documentElement.dataset.harm = "done"</script></body>';
    await route.fulfill({ response, body: (await response.text()).replace('</body>', harmful) });
  });
  await ada.page.goto(place.url);
  await expect(ada.messageField).toBeEditable();
  expect(await ada.page.content()).toContain('dataset.harm = "done"');
  expect(await harm(ada.page)).toBeNull();
});

/** What is inserted, the directive that it violates, and the markup. */
const INTRUDERS = [
  ['an inline script', 'script-src-elem', '<script>document.documentElement.dataset.harm = "done"</script>'],
  ['a script of another host', 'script-src-elem', '<script src="http://127.0.0.1:1234/harm.js"></script>'],
  [
    'a script with a nonce of its own',
    'script-src-elem',
    '<script nonce="abc">document.documentElement.dataset.harm = "done"</script>',
  ],
  [
    'an event handler',
    'script-src-attr',
    '<img src="/no-image" onerror="document.documentElement.dataset.harm = 1">',
  ],
  ['an image of another host', 'img-src', '<img src="http://127.0.0.1:1234/tracker.png">'],
  ['an embedded object', 'object-src', '<object data="http://127.0.0.1:1234/harm.swf"></object>'],
  ['a frame', 'frame-src', '<iframe src="http://127.0.0.1:1234/"></iframe>'],
  ['a base for all links', 'base-uri', '<base href="http://127.0.0.1:1234/">'],
  ['a style', 'style-src-elem', '<style>body { display: none }</style>'],
] as const;

test('[W1] nothing that is inserted into the page runs or is fetched', async ({ people }) => {
  const ada = await people.open('Ada');
  ada.complaints.expect(/Content Security Policy|securitypolicyviolation|404/);
  await watchViolations(ada.page);
  for (const [what, directive, markup] of INTRUDERS) {
    await test.step(what, async () => {
      await ada.page.evaluate((html) => {
        delete document.documentElement.dataset.violated;
        // Unlike innerHTML, this creates scripts that would run.
        document.body.append(document.createRange().createContextualFragment(html));
      }, markup);
      await expectViolation(ada.page, directive);
    });
  }
});

test('[W1] each page has a nonce of its own, whatever the request says', async ({ place, request }) => {
  const open = () =>
    request.get(place.url, { headers: { 'content-security-policy': "script-src 'nonce-chosen'" } });
  const pages = [await open(), await open()];
  const nonces = pages.map(
    (page) => /'nonce-([^']+)'/.exec(page.headers()['content-security-policy'] ?? '')?.[1],
  );
  expect(new Set([...nonces, 'chosen', undefined]).size).toBe(4);
  for (const [index, page] of pages.entries()) {
    const html = await page.text();
    expect(html).toContain(`nonce="${nonces[index]}"`);
    expect(html).not.toContain('chosen');
  }
});
