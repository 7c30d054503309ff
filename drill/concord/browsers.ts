import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '@/scripts/find-chromium';
import type { Talker, TalkerOptions } from '../talker';
import { openBrowserTalker } from './browser-talker';

const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
];

/** Chromium, started with the first page that is opened in it. */
export function createBrowsers() {
  let starting: Promise<Browser> | null = null;

  const start = async () => {
    const executablePath = findChromium();
    // As root it runs without its sandbox only.
    const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
    return chromium.launch(executablePath === null ? { args } : { args, executablePath });
  };

  return {
    open: async (options: TalkerOptions): Promise<Talker> => {
      starting ??= start();
      const browser = await starting;
      return openBrowserTalker(await (await browser.newContext()).newPage(), options);
    },
    close: async () => {
      await (await starting)?.close();
    },
  };
}
