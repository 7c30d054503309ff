import { type Browser, chromium } from '@playwright/test';
import { findChromium } from './find-chromium';

const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
];

/** The browser of the tests, for whoever is no test. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  // As root it runs without its sandbox only.
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
  return chromium.launch(executablePath === null ? { args } : { args, executablePath });
}
