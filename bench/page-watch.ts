import type { Page } from '@playwright/test';

/** What a page was seen to do since it was last asked. */
export interface PageSeen {
  /** For each key: from when the browser took it until the frame that shows it was drawn, in milliseconds. */
  readonly keysMs: readonly number[];
  /** How often the store of the room was given a new state within one frame, at most. */
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

/** Looks at a page from inside, from its beginning on. Returns how to ask what was seen. */
export async function watchPage(page: Page): Promise<() => Promise<PageSeen>> {
  // tsx marks functions with their names, and the page does not know how.
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
      port1.onmessage = then; // A task behind the frame.
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

  // The one way in which zustand makes a state of the one before: Object.assign({}, state, changed).
  const assign = Object.assign;
  const isRoomState = (state: unknown) =>
    typeof state === 'object' && state !== null && 'timeline' in state && 'roomId' in state;
  let [frame, sets] = [-1, [] as string[]];
  Object.assign = (target: object, ...sources: unknown[]) => {
    if (isRoomState(sources[0])) {
      // Stands still within a frame.
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
