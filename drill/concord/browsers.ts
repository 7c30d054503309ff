import type { Browser } from '@playwright/test';
import { launchChromium } from '@/scripts/launch-chromium';
import type { Talker, TalkerOptions } from '../talker';
import { openBrowserTalker } from './browser-talker';

/** Chromium, started with the first page that is opened. */
export function createBrowsers() {
  let starting: Promise<Browser> | null = null;
  return {
    open: async (options: TalkerOptions): Promise<Talker> => {
      starting ??= launchChromium();
      const browser = await starting;
      return openBrowserTalker(await (await browser.newContext()).newPage(), options);
    },
    close: async () => {
      await (await starting)?.close();
    },
  };
}
