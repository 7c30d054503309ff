import { type Position, START } from '@/lib/chat/entry';
import type { Fork, Slice } from '@/lib/server/log/room-log';
import type { FeedOptions } from './feed-options';
import { ANSWER_MAX_BYTES, missingBefore } from './missing-entries';
import { type RecentEntries, type Run, toRun } from './recent-entries';

/** How many entries are read from the log at a time, and how many bytes in UTF-8. */
export const READ_ENTRIES = 500;
export const READ_BYTES = 2 * 1024 * 1024;

/** How many are read before anybody is let in: as many as one answer has. Older ones follow. */
const FIRST_ENTRIES = 50;

/** A feed that holds more than three quarters of its limit reads no older entries. */
const FILLED_TO = 3 / 4;

/** How far back a feed holds the entries of its room, and how to get the older ones. */
export class FeedDepth {
  readonly #options: FeedOptions;
  readonly #recent: RecentEntries;
  /** `seq` of the oldest entry that the log kept when last checked. */
  bottom = 1;
  #isFilling = false;

  constructor(options: FeedOptions, recent: RecentEntries) {
    this.#options = options;
    this.#recent = recent;
  }

  /** Whether the log has older entries that this feed may hold as well. */
  get isPart(): boolean {
    const { keep, keepBytes } = this.#options;
    const { from, length, bytes } = this.#recent;
    return from > this.bottom && length < keep && bytes < keepBytes * FILLED_TO;
  }

  /** How many of the newest entries every node holds, unless it had to drop some. */
  get reach(): number {
    const { keep, keepBytes } = this.#options;
    const fitting = this.#recent.fitting(keepBytes * FILLED_TO);
    return fitting < this.#recent.length ? Math.min(keep, fitting) : keep;
  }

  /** Returns how many entries before the held ones are needed to tell somebody at `position` what they are missing. */
  missingBefore(position: Position | null, forks: readonly Fork[]): number {
    return missingBefore({ recent: this.#recent, forks, bottom: this.bottom }, position, this.#options);
  }

  /** Reads those entries, or as many as one answer has. */
  async readOlder(position: Position | null, forks: readonly Fork[]): Promise<Run> {
    const { room, readOlder } = this.#options;
    const missing = Math.max(1, this.missingBefore(position, forks));
    return toRun(await readOlder(room, this.#recent.from, missing, ANSWER_MAX_BYTES));
  }

  /** Reads at first what a newcomer sees, and later everything that may have been missed. */
  readNewest(): Promise<Slice> {
    const { room, log, keep, keepBytes, memory } = this.#options;
    const read = (limit: number, bytes: number) => log.before(room, Number.POSITIVE_INFINITY, limit, bytes);
    if (this.#recent.epoch === START.epoch) return read(Math.min(keep, FIRST_ENTRIES), ANSWER_MAX_BYTES);
    // A character takes two bytes in memory, but may take only one in UTF-8.
    return memory.inTurn(() => read(keep, keepBytes / 2));
  }

  /** Reads older entries, as many as may be held: they are what this node can put back. */
  async fill(isOpen: () => boolean): Promise<void> {
    if (this.#isFilling) return;
    this.#isFilling = true;
    try {
      while (isOpen() && this.isPart && (await this.#readBack(isOpen)));
    } catch {
      // The store is away; the next look tries again.
    }
    this.#isFilling = false;
  }

  /** Returns whether it read anything that fits in front of what is held now. */
  async #readBack(isOpen: () => boolean): Promise<boolean> {
    const { room, log, keep, memory } = this.#options;
    const { from, epoch, length } = this.#recent;
    if (!memory.hasSpace()) return false;
    const read = () => log.before(room, from, Math.min(READ_ENTRIES, keep - length), READ_BYTES);
    const slice = await memory.inTurn(read);
    const isInFront =
      slice.epoch === epoch && this.#recent.epoch === epoch && this.#recent.from === from && isOpen();
    if (!isInFront) return false;
    this.bottom = slice.bottom;
    if (slice.entries.length === 0) return false;
    this.#recent.addOlder(toRun(slice));
    return true;
  }
}
