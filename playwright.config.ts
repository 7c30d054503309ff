import { defineConfig } from '@playwright/test';
import type { PlaceOptions } from './e2e/support/place';
import { findChromium } from './scripts/find-chromium';

/** Keeps Chromium quiet where there is no internet. As root it runs without its sandbox only. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
];
const isRoot = process.getuid?.() === 0;
const executablePath = findChromium();

export default defineConfig<object, PlaceOptions>({
  testDir: 'e2e',
  outputDir: 'reports/e2e',
  reporter: [['list'], ['json', { outputFile: 'reports/e2e.json' }]],
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // How long a shared machine may take says nothing of the product: conditions are waited for, and the drill measures.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    // Without pictures of every moment: they cost a fifth of the time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ['--no-first-run', ...QUIET, ...(isRoot ? ['--no-sandbox'] : [])],
    },
  },
  projects: [
    // What a page does by itself is seen on one node, what people do with each other also where two nodes carry it.
    { name: 'cluster', testMatch: ['cluster/**', 'room/**'], use: { kind: 'cluster' } },
    { name: 'single', testMatch: ['page/**', 'room/**'], use: { kind: 'single' } },
  ],
});
