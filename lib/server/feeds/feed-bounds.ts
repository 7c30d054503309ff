import { setTimeout as pause } from 'node:timers/promises';
import { DELTA_MAX_ENTRIES, PAGE_ENTRIES } from '@/lib/chat/frame';
import type { FeedOptions } from './feed-options';

/** Entries of a room in memory: covers the longest delta, and what a node can put back into an emptied store. */
const KEEP_ENTRIES = 1_000;
/** A thousand of the longest messages of ordinary letters, twice over: also as much as is put back in one step. */
const KEEP_BYTES = 16 * 1024 * 1024;
/** So long a node that had to drop entries leaves it to the others to put back theirs. */
const HOLD_BACK_MS = 1_000;
const CHECK_EVERY_MS = 5_000;
const RETRY_MS = 500;

/** What holds for the feeds of all rooms of a node. */
export type FeedBounds = Pick<
  FeedOptions,
  'retryDelay' | 'checkEveryMs' | 'keep' | 'keepBytes' | 'holdBack' | 'deltaMax' | 'pageSize'
>;

/** @param historyLimit entries that the log keeps of a room: a feed must not bring back what was dropped */
export const feedBounds = (historyLimit: number, checkEveryMs = CHECK_EVERY_MS): FeedBounds => ({
  retryDelay: () => RETRY_MS * (0.5 + Math.random()),
  checkEveryMs,
  keep: Math.min(KEEP_ENTRIES, historyLimit),
  keepBytes: KEEP_BYTES,
  holdBack: () => pause(HOLD_BACK_MS, undefined, { ref: false }),
  deltaMax: DELTA_MAX_ENTRIES,
  pageSize: PAGE_ENTRIES,
});
