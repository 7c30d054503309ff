import type { Environment } from '@/lib/client/environment/environment';
import { isAnyNodeReady } from './any-node-ready';
import { browserEmbedder } from './browser-embedder';
import { browserTabs } from './browser-tabs';
import { browserTimer } from './browser-timer';
import { createKeptValues } from './kept-values';

const KEY_BYTES = 16;

/** Animation frames stop in a hidden tab, but messages do not. */
const HIDDEN_FRAME_MS = 250;

const inBrowser = createKeptValues(() => localStorage);
const inTab = createKeptValues(() => sessionStorage);

export const browser: Environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  newKey,
  after: browserTimer,
  nextFrame,
  fetchedInMs,
  isOnline: () => navigator.onLine,
  isAnyNodeReady: () => isAnyNodeReady(),
  isVisible,
  onChange,
  onLeave,
  onRest,
  read: inBrowser.read,
  write: inBrowser.write,
  readForTab: inTab.read,
  writeForTab: inTab.write,
  reload: () => location.reload(),
  tabs: browserTabs,
  embedder: browserEmbedder,
};

/** crypto.randomUUID is missing when the page came over plain HTTP. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Runs on the frame or the timer, whichever comes first: a tab hidden while it waits for its frame must not wait until it is
 * seen.
 */
function nextFrame(run: () => void): void {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const timer = setTimeout(once, HIDDEN_FRAME_MS);
  const frame = requestAnimationFrame(once);
}

function fetchedInMs(): number | null {
  const [fetched] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (fetched === undefined || fetched.responseStart === 0) return null;
  return fetched.responseStart - fetched.requestStart;
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}

/** `pageshow` fires when a page comes back from the browser's memory. */
function onChange(run: () => void): () => void {
  const onVisible = () => isVisible() && run();
  window.addEventListener('online', run);
  window.addEventListener('offline', run);
  window.addEventListener('pageshow', onVisible);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    window.removeEventListener('online', run);
    window.removeEventListener('offline', run);
    window.removeEventListener('pageshow', onVisible);
    document.removeEventListener('visibilitychange', onVisible);
  };
}

function onLeave(run: () => void): () => void {
  window.addEventListener('pagehide', run);
  return () => window.removeEventListener('pagehide', run);
}

/** After `pagehide` the page becomes hidden, whereupon it reports how far its reader has read: `run` must come after that. */
function onRest(run: () => void): () => void {
  const stopWaiting = () => document.removeEventListener('visibilitychange', run);
  const onPageHide = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    if (isVisible()) document.addEventListener('visibilitychange', run, { once: true });
    else run();
  };
  window.addEventListener('pagehide', onPageHide);
  window.addEventListener('pageshow', stopWaiting);
  return () => {
    window.removeEventListener('pagehide', onPageHide);
    window.removeEventListener('pageshow', stopWaiting);
    stopWaiting();
  };
}
