import type { z } from 'zod';
import { wholeNumber, wholeNumberOrOff } from './config-values';

/**
 * Room for the 1,000 newest entries, which nodes put back after a loss, each as long as possible: dropped ones must not come
 * back.
 */
const HISTORY_MIN_MB = 100;

/** Somebody who opens a room once a month keeps it. */
const ROOM_KEEP_MIN_DAYS = 60;

/** The variables about how much is kept, and for how long. */
export const HISTORY_VARIABLES = {
  HISTORY_LIMIT: wholeNumber(1, 10_000_000).default(100_000),
  HISTORY_MB: wholeNumber(HISTORY_MIN_MB, 1_000_000).default(HISTORY_MIN_MB),
  HISTORY_MEMORY_MB: wholeNumber(1, 1_000_000).optional(),
  ROOM_KEEP_DAYS: wholeNumberOrOff(ROOM_KEEP_MIN_DAYS, 100_000).default(400),
};

export interface HistoryConfig {
  readonly historyLimit: number;
  readonly historyBytes: number;
  /** How much memory the newest entries of rooms may take; by default, what suits the process. */
  readonly historyMemoryMb: number | undefined;
  /** After this many days without anybody a room ends; `null` for never. */
  readonly roomKeepDays: number | null;
}

export const historyOf = (env: z.output<z.ZodObject<typeof HISTORY_VARIABLES>>): HistoryConfig => ({
  historyLimit: env.HISTORY_LIMIT,
  historyBytes: env.HISTORY_MB * 1_000_000,
  historyMemoryMb: env.HISTORY_MEMORY_MB,
  roomKeepDays: env.ROOM_KEEP_DAYS,
});
