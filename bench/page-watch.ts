import type { Page } from '@playwright/test';

/** What a page was seen to do since the last call. */
export interface PageSeen {
  /** For each key: from when the browser took it until the frame that shows it was drawn, in milliseconds. */
  readonly keysMs: readonly number[];
  /** The most times that the room's store got a new state within one frame. */
  readonly setsInFrame: number;
  /** What was set in the first such frame. */
  readonly setTogether: readonly string[];
  readonly frames: number;
  readonly ms: number;
  readonly longestFrameMs: number;
}

interface Watched {
  takeSeen: () => PageSeen;
}

/** Watches a page from inside, from its start. Returns a function that tells what was seen. */
export async function watchPage(page: Page): Promise<() => Promise<PageSeen>> {
  // tsx adds calls that name functions, which the page does not know.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.addInitScript(watch);
  return () => page.evaluate(() => (globalThis as unknown as Watched).takeSeen());
}

/** Runs in the page, before anything of its own. */
function watch(): void {
  const nothing = () => ({
    keysMs: [] as number[],
    setsInFrame: 0,
    setTogether: [] as string[],
    frames: 0,
    longestFrameMs: 0,
  });
  let [seen, since, lastFrame] = [nothing(), performance.now(), performance.now()];
  const drawn = (then: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then; // A task after the frame.
      port2.postMessage(null);
    });
  addEventListener(
    'keydown',
    ({ timeStamp }) => drawn(() => void seen.keysMs.push(performance.now() - timeStamp)),
    true,
  );

  const countFrames = (time: number) => {
    seen.frames += 1;
    seen.longestFrameMs = Math.max(seen.longestFrameMs, time - lastFrame);
    lastFrame = time;
    requestAnimationFrame(countFrames);
  };
  requestAnimationFrame(countFrames);

  // The only way in which zustand derives a state from the previous one: Object.assign({}, state, changed).
  const assign = Object.assign;
  const isRoomState = (state: unknown) =>
    typeof state === 'object' && state !== null && 'timeline' in state && 'roomId' in state;
  let [frame, sets] = [-1, [] as string[]];
  Object.assign = (target: object, ...sources: unknown[]) => {
    if (isRoomState(sources[0])) {
      // Constant within a frame.
      const now = Number(document.timeline.currentTime);
      const changed = Object.keys(sources[1] as object).join('+');
      [frame, sets] = [now, now === frame ? [...sets, changed] : [changed]];
      if (sets.length > seen.setsInFrame) {
        [seen.setsInFrame, seen.setTogether] = [sets.length, sets];
      }
    }
    return assign(target, ...sources);
  };

  (globalThis as unknown as Watched).takeSeen = () => {
    const taken = { ...seen, ms: performance.now() - since };
    [seen, since, lastFrame] = [nothing(), performance.now(), performance.now()];
    return taken;
  };
}
