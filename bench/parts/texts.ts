import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { nodeAt } from '@/bench/systems/chat-system';
import { startConcord } from '@/bench/systems/concord';
import { Person } from '@/e2e/support/person';

import { LINKS_MAX } from '@/lib/chat/text/links';
import { MESSAGE_MAX_CHARACTERS } from '@/lib/chat/text/text';
import { launchChromium } from '@/scripts/launch-chromium';
import { Latencies } from '../latency';
import type { HoldPart, PartResult } from '../part';
import { milliseconds } from '../report/table';
import { startSite } from '../site';

const ROUNDS = 15;
/** A phone of the middle class beside the machines that benchmarks run on. */
const SLOWED = 4;
/** Long enough for somebody's typing to be shown, or for their message to be. */
const WINDOW_MS = 600;
const SETTLE_MS = 3_000;
const BEYOND_SHORT_AT_MOST_MS = 30;

const filled = (part: string): string => part.repeat(Math.floor(MESSAGE_MAX_CHARACTERS / part.length)).trim();

const SHORT = 'hello';
/** The texts that cost a page most, by what they consist of. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  [SHORT, 'hello'],
  [`${LINKS_MAX} links`, 'a.de '.repeat(LINKS_MAX).trim()],
  ['as many links as fit', filled('a.de ')],
  ['only @', filled('@')],
  ['@ and ㍿', filled('@㍿')],
  ['mentions', filled('@Reader ')],
  ['emoji of families', '👨‍👩‍👧‍👦'.repeat(1_000)],
  ['brackets, right to left', filled('(א')],
  // Chromium takes seconds to type thousands of lines into any text area.
  ['lines', 'x\n'.repeat(300).trim()],
  ['words', filled('some words that wrap ')],
]);

/**
 * How long one message keeps the main thread of a reader's page busy on a slow machine, beyond what a short one does: that one
 * pays for the row, the scrolling, and the end of somebody's typing.
 */
export const measureTexts: HoldPart = async ({ tell }) => {
  tell('starting');
  const site = await startSite(startConcord);
  const browser = await launchChromium();
  const { url } = nodeAt(site.system.nodes, 0);
  const enter = async (name: string) => {
    const person = new Person(name, await (await browser.newContext()).newPage());
    await person.opens(url);
    await person.takesName();
    return person;
  };
  const [reader, speaker] = [await enter('Reader'), await enter('Speaker')];
  const busyFor = await watchMainThread(reader.page);
  await pause(SETTLE_MS);
  const costs = new Map([...TEXTS.keys()].map((name) => [name, new Latencies()]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    tell(`round ${round} of ${ROUNDS}`);
    for (const [name, text] of TEXTS) {
      await speaker.messageField.fill(text);
      await pause(WINDOW_MS);
      const busy = await busyFor(async () => {
        await speaker.messageField.press('Enter');
        await pause(WINDOW_MS);
      });
      costs.get(name)?.record(busy);
    }
  }
  await browser.close();
  await site.stop();
  return resultOf(costs);
};

/** Returns a function that resolves to how long, in milliseconds, the page's main thread was busy during `doing`. */
async function watchMainThread(page: Page): Promise<(doing: () => Promise<unknown>) => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  await devtools.send('Performance.enable');
  const busySince = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  return async (doing) => {
    const before = await busySince();
    await doing();
    return (await busySince()) - before;
  };
}

function resultOf(costs: ReadonlyMap<string, Latencies>): PartResult {
  const medians = [...costs].map(([name, latencies]) => [name, latencies.summary().p50] as const);
  const short = new Map(medians).get(SHORT) ?? Number.NaN;
  const most = Math.max(...medians.map(([, median]) => median - short));
  return {
    tables: [
      {
        title: `Texts: how long one message keeps a reader's page busy, ${SLOWED} times slower, median of ${ROUNDS}`,
        headings: ['text', 'in all', 'beyond a short one'],
        rows: medians.map(([name, median]) => [
          name,
          milliseconds(median),
          milliseconds(Math.max(0, median - short)),
        ]),
      },
    ],
    targets: [
      {
        name: 'a message, beyond a short one',
        atMost: BEYOND_SHORT_AT_MOST_MS,
        measured: most,
        format: milliseconds,
      },
    ],
  };
}
