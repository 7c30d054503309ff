import { chromium } from '@playwright/test';
import { CHROMIUM, findTool, HEADLESS_SHELL, isExecutable } from './tools';

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A browser with windows, for what the headless shell lacks: the memory of pages to which one goes back. */
export function findWholeChromium(): string | null {
  return findTool(CHROMIUM) ?? [...APPLICATIONS, chromium.executablePath()].find(isExecutable) ?? null;
}

/** The browser for the tests: `CHROMIUM_PATH`, else an installed one, else Playwright's own, else `null`. */
export function findChromium(): string | null {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) return wished;
  const own = chromium.executablePath();
  return findTool(HEADLESS_SHELL) ?? findTool(CHROMIUM) ?? [...APPLICATIONS, own].find(isExecutable) ?? null;
}
