import { defineConfig } from '@playwright/test';
import type { PlaceOptions } from './e2e/support/place';
import { findChromium, findWholeChromium } from './scripts/find-chromium';

/** Keeps Chromium from trying to reach the internet, and from complaining where there is none. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
];
/** Chromium does not run as root inside its sandbox. */
const isRoot = process.getuid?.() === 0;
const launchWith = (executablePath: string | null) => ({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-first-run', ...QUIET, ...(isRoot ? ['--no-sandbox'] : [])],
});

export default defineConfig<object, PlaceOptions>({
  testDir: 'e2e',
  outputDir: 'reports/e2e',
  reporter: [['list'], ['json', { outputFile: 'reports/e2e.json' }]],
  workers: 3, // On two cores, more workers make it no faster.
  fullyParallel: false,
  forbidOnly: true,
  // Generous: a slow machine says nothing about the product, whose speed the drill measures.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    // Screenshots and copies of the page at every moment would take a third of the time. `--trace on` has them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    launchOptions: launchWith(findChromium()),
  },
  projects: [
    // What people do together is tested on two nodes with Redis; what a page does by itself, on one node without. The contract
    // suites show that both stores behave alike, so on one node it is enough that people can talk and make rooms.
    { name: 'cluster', testMatch: ['cluster/**', 'room/**'], use: { kind: 'cluster' } },
    {
      name: 'single',
      testMatch: ['page/**', 'room/{classic,outbox,rooms,talking}.spec.ts'],
      use: { kind: 'single' },
    },
    {
      // These tests need the browser's back/forward cache. Playwright disables it, and the headless shell has none.
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
