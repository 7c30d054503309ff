import { type Browser, chromium } from '@playwright/test';
import { findChromium } from './find-chromium';

const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
];

/** The browser of the tests, for programs that are not tests. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  // As root, it only runs without its sandbox.
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
  return chromium.launch(executablePath === null ? { args } : { args, executablePath });
}
