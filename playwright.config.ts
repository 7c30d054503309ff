import { defineConfig } from '@playwright/test';
import type { PlaceOptions } from './e2e/support/place';
import { findChromium, findWholeChromium } from './scripts/find-chromium';

/** Keeps Chromium quiet where there is no internet. As root it runs without its sandbox only. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
];
const isRoot = process.getuid?.() === 0;
const launchWith = (executablePath: string | null) => ({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-first-run', ...QUIET, ...(isRoot ? ['--no-sandbox'] : [])],
});

export default defineConfig<object, PlaceOptions>({
  testDir: 'e2e',
  outputDir: 'reports/e2e',
  reporter: [['list'], ['json', { outputFile: 'reports/e2e.json' }]],
  workers: 3, // Of two cores, which more of them do not make faster.
  fullyParallel: false,
  forbidOnly: true,
  // How long a shared machine may take says nothing of the product: conditions are waited for, and the drill measures.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    // Steps, console and errors, but neither pictures nor copies of the page at every moment, which cost a third of the time. To
    // have them: `npx playwright test FILE --trace on`.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    launchOptions: launchWith(findChromium()),
  },
  projects: [
    // What people do with each other is seen where two nodes carry it, what a page does by itself on one. That both stores
    // are alike is shown by the contract suites; here one looks whether people can talk, and make rooms, on either.
    { name: 'cluster', testMatch: ['cluster/**', 'room/**'], use: { kind: 'cluster' } },
    {
      name: 'single',
      testMatch: ['page/**', 'room/{classic,outbox,rooms,talking}.spec.ts'],
      use: { kind: 'single' },
    },
    {
      // Playwright turns the memory of pages that one goes back to off, and the headless shell has none.
      name: 'whole',
      testMatch: 'whole/**',
      use: {
        kind: 'single',
        launchOptions: {
          ...launchWith(findWholeChromium()),
          ignoreDefaultArgs: ['--disable-back-forward-cache'],
        },
      },
    },
  ],
});
