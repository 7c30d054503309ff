import { setTimeout as pause } from 'node:timers/promises';
import { DELTA_MAX_ENTRIES, PAGE_ENTRIES } from '@/lib/chat/frame';
import type { FeedOptions } from './feed-options';

/** How many entries of a room are in memory: covers the longest delta, and what a node can put back into an emptied store. */
const KEEP_ENTRIES = 1_000;
/** Twice a thousand of the longest messages of ordinary letters; also as much as is put back in one step. */
const KEEP_BYTES = 16 * 1024 * 1024;
/** How long a node that had to drop entries waits for the others to put back theirs. */
const HOLD_BACK_MS = 1_000;
const CHECK_EVERY_MS = 5_000;
const RETRY_MS = 500;

/** The bounds and times that the feeds of all rooms of a node share. */
export type FeedBounds = Pick<
  FeedOptions,
  'retryDelay' | 'checkEveryMs' | 'keep' | 'keepBytes' | 'holdBack' | 'deltaMax' | 'pageSize'
>;

/** @param historyLimit how many entries of a room the log keeps: a feed must not bring back what was dropped */
export const feedBounds = (historyLimit: number, checkEveryMs = CHECK_EVERY_MS): FeedBounds => ({
  retryDelay: () => RETRY_MS * (0.5 + Math.random()),
  checkEveryMs,
  keep: Math.min(KEEP_ENTRIES, historyLimit),
  keepBytes: KEEP_BYTES,
  holdBack: () => pause(HOLD_BACK_MS, undefined, { ref: false }),
  deltaMax: DELTA_MAX_ENTRIES,
  pageSize: PAGE_ENTRIES,
});
