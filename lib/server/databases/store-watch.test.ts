import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type StoreSigns, watchStore } from './store-watch';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A store that takes writes or does not, as the test says. */
function setUp() {
  const store = { isThere: true, isWritable: true };
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const signs: StoreSigns = {
    look: async () => {
      if (!store.isThere) throw new Error('away');
    },
    probe: async () => {
      if (!store.isWritable) throw new Error('full');
    },
    noted: () => {},
    reasonOf: (cause) => (cause as Error).message,
  };
  const watch = watchStore({ signs, logger });
  const heard: boolean[] = [];
  watch.listen((isStoring) => heard.push(isStoring));
  const append = () => {
    const isTaken = store.isThere && store.isWritable;
    if (!isTaken) watch.failed(new Error('refused'), performance.now());
    return isTaken;
  };
  return { store, watch, lines, heard, append };
}

it('[A5] a store that stops taking writes is noticed even if nobody writes, and so is its recovery', async () => {
  const { store, watch, lines } = setUp();
  await vi.advanceTimersByTimeAsync(10_000);
  store.isWritable = false;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(watch.isStoring()).toBe(false);
  store.isWritable = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(watch.isStoring()).toBe(true);
  expect(lines).toEqual(['messages cannot be stored: full', 'messages can be stored again']);
});

it('[A5] a failed append counts at once; one that began before a successful probe does not', async () => {
  const { watch, lines } = setUp();
  await vi.advanceTimersByTimeAsync(10_000);
  const began = performance.now();
  await vi.advanceTimersByTimeAsync(4_000);
  watch.failed(new Error('late'), began);
  expect(watch.isStoring()).toBe(true);
  watch.failed(new Error('now'), performance.now());
  expect(watch.isStoring()).toBe(false);
  expect(lines).toEqual(['messages cannot be stored: now']);
});

it('[A5] whatever happens, each change is reported once, the last report is true, and reports do not flap', async () => {
  const step = fc.record({
    isThere: fc.boolean(),
    isWritable: fc.boolean(),
    ms: fc.integer({ min: 50, max: 4_000 }),
    isAppending: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, isWellAtTheEnd) => {
      const { store, watch, lines, heard, append } = setUp();
      await vi.advanceTimersByTimeAsync(1);
      const began = performance.now();
      for (const { isThere, isWritable, ms, isAppending } of steps) {
        Object.assign(store, { isThere, isWritable });
        if (isAppending && !append()) expect(watch.isStoring()).toBe(false);
        await vi.advanceTimersByTimeAsync(ms);
      }
      const lastedMs = performance.now() - began;
      Object.assign(store, { isThere: isWellAtTheEnd, isWritable: isWellAtTheEnd });
      await vi.advanceTimersByTimeAsync(40_000);
      expect(watch.isStoring()).toBe(isWellAtTheEnd);
      watch.stop();
      heard.forEach((isStoring, index) => {
        expect(isStoring).toBe(index % 2 === 1);
      });
      expect(lines).toHaveLength(heard.length);
      // Each relapse takes twice as long to be forgiven, up to 8 s; after the first few, there are at most two changes in that
      // time.
      expect(heard.length).toBeLessThanOrEqual(10 + (2 * lastedMs) / 8_000);
    }),
    { numRuns: 100 },
  );
});
