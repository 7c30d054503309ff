/** A scroll that is animated, or flung by a finger, has come to rest. */
const STILL_AFTER_MS = 100;

/** Knows whether an element is being scrolled, and whether it is the reader who does. */
export interface Stillness {
  /** A finger is on it, or it moves since a finger or a wheel set it going. */
  isByReader(): boolean;
  /** Resolves at once when nothing moves, else as soon as nothing does. */
  untilStill(): Promise<void>;
  stop(): void;
}

export function watchStillness(element: HTMLElement): Stillness {
  const watch = new AbortController();
  let isTouched = false;
  let isByReader = false;
  let rest: ReturnType<typeof setTimeout> | null = null;
  const waiting: (() => void)[] = [];

  const release = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const moved = () => {
    if (rest) clearTimeout(rest);
    rest = setTimeout(() => {
      rest = null;
      if (isTouched) return;
      isByReader = false;
      release();
    }, STILL_AFTER_MS);
  };
  const movedByReader = () => {
    isByReader = true;
    moved();
  };
  const touched = ({ touches }: TouchEvent) => {
    isTouched = touches.length > 0;
    movedByReader();
  };

  const options = { passive: true, signal: watch.signal };
  element.addEventListener('scroll', moved, options);
  element.addEventListener('wheel', movedByReader, options);
  for (const event of ['touchstart', 'touchend', 'touchcancel'] as const) {
    element.addEventListener(event, touched, options);
  }

  return {
    isByReader: () => isByReader,
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
