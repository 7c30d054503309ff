import { reloadOnce } from './reload-once';

/** The first and the longest wait between two attempts to load a script: the network may be away for any length of time. */
const RETRY_MS = 2_000;
const RETRY_MAX_MS = 30_000;
/** How often an awaited script may fail to load while the site answers: a newer version of the site has other scripts. */
const MISSING_MAX = 2;
/** For browsers that do not say when they are idle (Safari). */
const IDLE_AFTER_MS = 200;
/** How long one script may hold up the next. */
const IDLE_WAIT_MS = 5_000;

/** A part of the page that loads after it. */
export interface LateScript<T> {
  /** `null` until it has loaded. */
  readonly loaded: () => T | null;
  /** What the script threw when it ran; `null` if it did not throw. */
  readonly failure: () => unknown;
  /**
   * Loads the script for somebody who is waiting for it, however often the network fails; returns the same promise each time.
   * Reloads the page if the site has a newer version by now. Rejects if the script itself throws.
   */
  readonly load: () => Promise<T>;
  /** Loads the script for somebody who may want it soon. Never rejects. */
  readonly prepare: () => Promise<void>;
  /** Calls back once the script has loaded or thrown. @returns a function that stops it */
  readonly subscribe: (listener: () => void) => () => void;
}

interface LateOptions {
  /** Whether {@link loadInIdleMoments} loads it too. */
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

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms);
      globalThis.addEventListener?.('online', () => resolve(), { once: true });
    });
  const begin = async () => {
    try {
      loaded = await fetchPatiently(fetchScript, { pause, isAwaited: () => isAwaited });
      return loaded;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      for (const listener of listeners) listener();
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

interface Patience {
  /** Waits that long, or until the network comes back or somebody begins to wait for the script. */
  readonly pause: (ms: number) => Promise<void>;
  readonly isAwaited: () => boolean;
}

/** Fetches the script again and again until it arrives. Rejects if it throws. */
async function fetchPatiently<T>(fetchScript: () => Promise<T>, { pause, isAwaited }: Patience): Promise<T> {
  let missing = 0;
  for (let waitMs = RETRY_MS; ; waitMs = Math.min(2 * waitMs, RETRY_MAX_MS)) {
    try {
      return await fetchScript();
    } catch (error) {
      if (!isNotLoaded(error)) throw error;
    }
    missing += 1;
    if (isAwaited() && missing >= MISSING_MAX) void reloadOnce();
    await pause(waitMs);
  }
}

/**
 * Whether the script failed to arrive, rather than arrived and threw. Bundlers report the first, browsers the second, in
 * different words.
 */
const isNotLoaded = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'ChunkLoadError' || /import(?:ing|ed)|fetch|load/i.test(error.message));

/**
 * Once the page has loaded, loads every script that nobody has asked for yet, one after another, so that each is there at once
 * when needed, even offline.
 */
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
