import { reloadOnce } from './reload-once';

/** Between two attempts to load a script, at first and at most: the network may be away, for whoever knows how long. */
const RETRY_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** So often a script may fail that somebody waits for, while the site answers: a later version of it has others. */
const MISSING_MAX = 2;
/** Where a browser does not say when it has nothing to do (Safari). */
const IDLE_AFTER_MS = 200;
/** For so long the next script waits for one that does not come. */
const IDLE_WAIT_MS = 5_000;

/** A part of the page that does not come with it. */
export interface LateScript<T> {
  /** `null` until it is there. */
  readonly loaded: () => T | null;
  /** What it threw when it ran; `null` where it did not. */
  readonly failure: () => unknown;
  /**
   * Loads it for somebody who waits for it, however often the network fails; the same promise each time. Where the site has
   * another version by now, the page reloads. Rejects where the script itself throws.
   */
  readonly load: () => Promise<T>;
  /** Loads it for somebody who may want it soon. Never rejects. */
  readonly prepare: () => Promise<void>;
  /** Tells when it is there, or has thrown. @returns a function that ends it */
  readonly subscribe: (listener: () => void) => () => void;
}

interface LateOptions {
  /** Does {@link loadInIdleMoments} load it, too? */
  readonly isForIdleMoments?: boolean;
}

const scripts = new Set<LateScript<unknown>>();

export function lateScript<T>(
  fetchScript: () => Promise<T>,
  { isForIdleMoments = true }: LateOptions = {},
): LateScript<T> {
  let loaded: T | null = null;
  let failure: unknown = null;
  let loading: Promise<T> | null = null;
  let isAwaited = false;
  let wake = () => {};
  const listeners = new Set<() => void>();

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms);
      globalThis.addEventListener?.('online', () => resolve(), { once: true });
    });
  const fetchPatiently = async () => {
    let missing = 0;
    for (let waitMs = RETRY_MS; ; waitMs = Math.min(2 * waitMs, RETRY_MAX_MS)) {
      try {
        return await fetchScript();
      } catch (error) {
        if (!isNotLoaded(error)) throw error;
      }
      missing += 1;
      if (isAwaited && missing >= MISSING_MAX) void reloadOnce();
      await pause(waitMs);
    }
  };
  const begin = async () => {
    try {
      loaded = await fetchPatiently();
      return loaded;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      tell();
    }
  };
  const fetchOnce = () => {
    loading ??= begin();
    return loading;
  };

  const script: LateScript<T> = {
    loaded: () => loaded,
    failure: () => failure,
    load: () => {
      isAwaited = true;
      wake();
      return fetchOnce();
    },
    prepare: () =>
      fetchOnce().then(
        () => {},
        () => {},
      ),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  if (isForIdleMoments) scripts.add(script);
  return script;
}

/** Did it not come, or did it come and throw? Bundlers say the one, browsers the other. */
const isNotLoaded = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'ChunkLoadError' || /import(?:ing|ed)|fetch|load/i.test(error.message));

/** Once the page itself is there, loads all that nobody has asked for yet, one after the other, so that it is there at once, and without the network. */
export async function loadInIdleMoments(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  for (const script of scripts) {
    await idleMoment();
    await Promise.race([script.prepare(), new Promise((resolve) => setTimeout(resolve, IDLE_WAIT_MS))]);
  }
}

const idleMoment = (): Promise<unknown> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(resolve);
    else setTimeout(resolve, IDLE_AFTER_MS);
  });
