import type { LackLimits } from './lack';
import type { LoggedEntry } from './logged-entry';
import type { Run } from './recent-entries';
import type { RoomLog } from './stores/room-log';

export interface FeedListener {
  /** The next entries, each once and in the order of the log. */
  delivered(run: Run): void;
  /** Somebody is about to get all that was delivered so far. */
  attaching(): void;
  /**
   * The log is not the one it was, or too much was missed: whoever follows catches up from its own position.
   * @param unheard what was found and never delivered, in order; nothing at the first look
   */
  changed(place: Run, unheard: readonly LoggedEntry[]): void;
}

export interface FeedOptions extends LackLimits {
  readonly room: string;
  readonly log: RoomLog;
  readonly listener: FeedListener;
  /** Puts back what else this node remembers of the room, before anybody is told that its history changed. */
  readonly putBackRoom: (isLossKnown: boolean) => Promise<void>;
  /** A pause before what failed is tried again, in milliseconds; jittered by the caller. */
  readonly retryDelay: () => number;
  /** How often the log's top is compared, in milliseconds: finds a last entry whose publication was lost. */
  readonly checkEveryMs: number;
  /** Entries kept in memory, which a log that lost them gets back. */
  readonly keep: number;
}
