/** Between two attempts to load a script, at first and at most: the network may be away, for whoever knows how long. */
const RETRY_MS = 2_000;
const RETRY_MAX_MS = 60_000;
/** Where a browser does not say when it has nothing to do (Safari). */
const IDLE_AFTER_MS = 200;

/** A part of the page that does not come with it. */
export interface LateScript<T> {
  /** `null` until it is there. */
  readonly loaded: () => T | null;
  /** Loads it, however often the network fails; the same promise each time. Never rejects. */
  readonly load: () => Promise<T>;
  /** Tells when it is there. @returns a function that ends it */
  readonly subscribe: (listener: () => void) => () => void;
}

interface LateOptions {
  /** Whether {@link loadInIdleMoments} loads it too. */
  readonly loads: 'when asked for' | 'in an idle moment';
}

const scripts = new Set<LateScript<unknown>>();

export function lateScript<T>(
  fetchScript: () => Promise<T>,
  { loads }: LateOptions = { loads: 'in an idle moment' },
): LateScript<T> {
  let loaded: T | null = null;
  let loading: Promise<T> | null = null;
  const listeners = new Set<() => void>();
  const fetchAndTell = async () => {
    loaded = await patiently(fetchScript);
    for (const listener of listeners) listener();
    return loaded;
  };
  const script: LateScript<T> = {
    loaded: () => loaded,
    load: () => {
      loading ??= fetchAndTell();
      return loading;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  if (loads === 'in an idle moment') scripts.add(script);
  return script;
}

async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let waitMs = RETRY_MS; ; waitMs = Math.min(2 * waitMs, RETRY_MAX_MS)) {
    try {
      return await run();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

/** Once the page itself is there, loads all that nobody has asked for yet, one after the other, so that it is there at once, and without the network. */
export async function loadInIdleMoments(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  for (const script of scripts) {
    await idleMoment();
    await script.load();
  }
}

const idleMoment = (): Promise<unknown> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(resolve);
    else setTimeout(resolve, IDLE_AFTER_MS);
  });
