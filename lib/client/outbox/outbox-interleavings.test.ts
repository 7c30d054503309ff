import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failed } from '@/lib/client/testing/fakes-for-tests';
import { message, setUpBrowser, stored } from '@/lib/client/testing/outbox-for-tests';

const TABS = 3;

/**
 * What becomes of a request: it is carried out and answered; carried out with the answer lost; lost itself; or left hanging.
 */
const fate = fc.constantFrom('answered', 'answer lost', 'lost', 'hanging');
const tab = fc.nat({ max: TABS - 1 });
const step = fc.oneof(
  { weight: 3, arbitrary: tab.map((at) => ({ type: 'write', at }) as const) },
  tab.map((at) => ({ type: 'connect', at }) as const),
  tab.map((at) => ({ type: 'lose', at }) as const),
  tab.map((at) => ({ type: 'reload', at }) as const),
  fc.nat({ max: 6_000 }).map((ms) => ({ type: 'pass', ms }) as const),
);

/** A browser with three tabs, and a log that takes each key once. */
function setUpLog(fates: readonly string[]) {
  const log: string[] = [];
  let isCalm = false;
  const parts = setUpBrowser(async ({ key }, attempt) => {
    const becomes = isCalm ? 'answered' : fates[attempt % fates.length];
    if (becomes !== 'lost' && !log.includes(key)) log.push(key);
    if (becomes === 'answered') return stored;
    if (becomes === 'hanging') await new Promise<void>((resolve) => parts.environment.after(5_000, resolve));
    return failed('unanswered');
  });
  const calm = () => {
    isCalm = true;
  };
  return { ...parts, log, calm, tabs: Array.from({ length: TABS }, () => parts.openTab()) };
}

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

async function play(steps: readonly Step[], { environment, openTab, tabs }: ReturnType<typeof setUpLog>) {
  const written: string[] = [];
  for (const taken of steps) {
    if (taken.type === 'pass') {
      await environment.pass(taken.ms);
      continue;
    }
    const { outbox, close } = tabs[taken.at] as (typeof tabs)[number];
    if (taken.type === 'connect') outbox.open();
    else if (taken.type === 'lose') outbox.close();
    else if (taken.type === 'write') {
      written.push(`key-${written.length}`);
      outbox.add(message(written.at(-1) as string));
    } else {
      close();
      tabs[taken.at] = openTab();
    }
  }
  return written;
}

describe('any interleaving', () => {
  it('[S4][S5] of writing, answers, lost answers, reloads and tabs sends everything under one key, in order, and shows nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 30 }),
        fc.array(fate, { minLength: 1, maxLength: 8 }),
        async (steps, fates) => {
          const parts = setUpLog(fates);
          const written = await play(steps, parts);
          parts.calm();
          for (const { outbox } of parts.tabs) outbox.open();
          await parts.environment.pass(30_000);
          expect(parts.log).toEqual(written);
          expect(await parts.browser.store.list('lobby')).toEqual([]);
          for (const { shown } of parts.tabs) expect([...shown.keys()]).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
