import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { nodeAt } from '@/bench/systems/chat-system';
import { startConcord } from '@/bench/systems/concord';
import { Person } from '@/e2e/support/person';
import { launchChromium } from '@/scripts/launch-chromium';
import { gather } from '../crowd';
import { Latencies } from '../latency';
import { textOf } from '../message-text';
import { scheduleOf, sendOpenLoop } from '../open-loop';
import { type PageSeen, watchPage } from '../page-watch';
import type { HoldPart, PartResult } from '../part';
import { count, milliseconds } from '../report/table';
import { startSite } from '../site';

const SPEAKERS = 20;
const RATE = 200;
const FULL_KEYS = 100;
const QUICK_KEYS = 25;
/** The speed of a quick typist. */
const KEY_EVERY_MS = 100;
/** How long to wait before the first key is measured. */
const WARM_UP_MS = 1_000;
const KEY_AT_MOST_MS = 50;
const SETS_AT_MOST = 1;

/** Somebody types while more is said than anybody can read: the page must keep up with both. */
export const measurePage: HoldPart = async ({ isQuick, tell }) => {
  tell('starting');
  const site = await startSite(startConcord);
  const speakers = await gather(site.system, { count: SPEAKERS, called: 'Speaker' });
  const browser = await launchChromium();
  const page = await (await browser.newContext()).newPage();
  const takeSeen = await watchPage(page);
  const typist = new Person('Typist', page);
  await typist.opens(nodeAt(site.system.nodes, 0).url);
  await typist.setsName();
  await typist.reads('Your username has been set to: Typist');

  const keys = isQuick ? QUICK_KEYS : FULL_KEYS;
  const messages = ((keys * KEY_EVERY_MS + 2 * WARM_UP_MS) * RATE) / 1_000;
  tell(`${RATE} messages/s arrive, ${keys} keys are typed`);
  const talking = sendOpenLoop(
    scheduleOf(performance.now(), RATE, messages),
    (number) => void speakers.people[number % SPEAKERS]?.say(number),
  );
  const seen = await typeKeys(page, typist, keys, takeSeen);
  await talking;
  await typist.reads(textOf(messages - 1));
  await browser.close();
  speakers.leave();
  await site.stop();
  const result = resultOf(seen, keys);
  return isQuick ? { ...result, targets: [] } : result;
};

async function typeKeys(
  page: Page,
  { messageField }: Person,
  keys: number,
  takeSeen: () => Promise<PageSeen>,
): Promise<PageSeen> {
  await messageField.focus();
  await pause(WARM_UP_MS);
  await takeSeen();
  await page.keyboard.type('concord '.repeat(keys).slice(0, keys), { delay: KEY_EVERY_MS });
  return takeSeen();
}

function resultOf(
  { keysMs, setsInFrame, setTogether, frames, longestFrameMs, ms }: PageSeen,
  keys: number,
): PartResult {
  const latencies = new Latencies();
  for (const ms of keysMs) latencies.record(ms);
  const { p50, p99, max } = latencies.summary();
  const perSecond = (frames * 1_000) / ms;
  return {
    tables: [
      {
        title: `Page: ${count(keys)} keys typed in Chromium while ${RATE} messages/s arrive in the open room`,
        headings: [
          'keys',
          'p50',
          'p99',
          'max',
          'frames/s',
          'longest frame',
          'state sets in a frame, most',
          'of',
        ],
        rows: [
          [
            count(keysMs.length),
            ...[p50, p99, max].map(milliseconds),
            count(perSecond),
            milliseconds(longestFrameMs),
            count(setsInFrame),
            setTogether.join(', '),
          ],
        ],
      },
    ],
    targets: [
      { name: 'a key, the slowest', atMost: KEY_AT_MOST_MS, measured: max, format: milliseconds },
      { name: 'state sets in a frame, most', atMost: SETS_AT_MOST, measured: setsInFrame, format: count },
    ],
  };
}
