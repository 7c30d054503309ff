/** A scroll that is animated, or flung by a finger, has come to rest. */
const STILL_AFTER_MS = 100;

/** Knows whether an element is being scrolled. */
export interface Stillness {
  /** Resolves at once when nothing moves, else as soon as nothing does. */
  untilStill(): Promise<void>;
  stop(): void;
}

export function watchStillness(element: HTMLElement): Stillness {
  const watch = new AbortController();
  let isTouched = false;
  let rest: ReturnType<typeof setTimeout> | null = null;
  const waiting: (() => void)[] = [];

  const release = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const moved = () => {
    if (rest) clearTimeout(rest);
    rest = setTimeout(() => {
      rest = null;
      if (!isTouched) release();
    }, STILL_AFTER_MS);
  };
  // Touches of other elements are not ours: they end without our hearing of it.
  const touched = ({ touches }: TouchEvent) => {
    isTouched = [...touches].some(({ target }) => element.contains(target as Node));
    moved();
  };

  const options = { passive: true, signal: watch.signal };
  for (const event of ['scroll', 'wheel']) element.addEventListener(event, moved, options);
  element.addEventListener(
    'touchstart',
    (event) => {
      touched(event);
      // At the row itself: it may be gone from the list by then, and the end of the touch with it.
      for (const end of ['touchend', 'touchcancel'] as const)
        event.target?.addEventListener(end, touched as EventListener, options);
    },
    options,
  );

  return {
    untilStill: () =>
      new Promise((resolve) => {
        if (rest === null && !isTouched) resolve();
        else waiting.push(resolve);
      }),
    stop: () => {
      watch.abort();
      release();
    },
  };
}
