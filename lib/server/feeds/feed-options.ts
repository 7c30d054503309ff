import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { RoomLog } from '@/lib/server/log/room-log';
import type { MissingEntriesLimits } from './missing-entries';
import type { Run } from './recent-entries';

export interface FeedListener {
  /** Called with the next entries, each once and in the order of the log. */
  delivered(run: Run): void;
  /** Called before somebody gets everything that was delivered so far. */
  attaching(): void;
  /**
   * Called when the log has changed its history, or when too much was missed: followers catch up from their own positions.
   * @param undelivered what was found and never delivered, in order; nothing at the first look
   */
  changed(place: Run, undelivered: readonly LoggedEntry[]): void;
}

export interface FeedOptions extends MissingEntriesLimits {
  readonly room: string;
  readonly log: RoomLog;
  readonly listener: FeedListener;
  /** Puts back what else this node remembers of the room, before anybody is told that its history changed. */
  readonly putBackRoom: (isLossKnown: boolean) => Promise<void>;
  /** Returns the pause before a failed attempt is repeated, in milliseconds; jittered by the caller. */
  readonly retryDelay: () => number;
  /** How often the log's top is compared, in milliseconds. It finds a last entry whose publication was lost. */
  readonly checkEveryMs: number;
  /** How many entries are kept in memory, from which a log that lost them gets them back. */
  readonly keep: number;
  /** What they weigh at most, the same at all nodes, so that all of them can put back the same entries. */
  readonly keepBytes: number;
  readonly memory: FeedMemory;
  /** Called with the number of bytes by which the appended but not yet shown entries grow or shrink. */
  readonly queues: { add(bytes: number): void };
  /** Reads entries older than all that is held. Others may share the read. */
  readonly readOlder: RoomLog['before'];
  /** Used by a node that does not hold all that it might: waits for others to put back those entries first. */
  readonly holdBack: () => Promise<unknown>;
}

/** What a feed shares with the others of its node. */
export interface FeedMemory {
  /** Called when the feed holds this many bytes more, or fewer. */
  weighed(delta: number): void;
  /** Called when the feed had news, or somebody asked for it. */
  used(): void;
  /** Returns whether the feed may read on, to hold older entries as well. */
  hasSpace(): boolean;
  /** Runs the read in its turn, because what is read takes memory as well. */
  inTurn<T>(read: () => Promise<T>): Promise<T>;
}
