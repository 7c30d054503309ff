import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import type { RoomLog } from '@/lib/server/log/room-log';
import type { MissingEntriesLimits } from './missing-entries';
import type { Run } from './recent-entries';

export interface FeedListener {
  /** The next entries, each once and in the order of the log. */
  delivered(run: Run): void;
  /** Somebody is about to get all that was delivered so far. */
  attaching(): void;
  /**
   * The log is not the one it was, or too much was missed: whoever follows catches up from its own position.
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
  /** A pause before what failed is tried again, in milliseconds; jittered by the caller. */
  readonly retryDelay: () => number;
  /** How often the log's top is compared, in milliseconds: finds a last entry whose publication was lost. */
  readonly checkEveryMs: number;
  /** Entries kept in memory, which a log that lost them gets back. */
  readonly keep: number;
  /** What they weigh at most, the same at all nodes: what is put back is what all of them hold. */
  readonly keepBytes: number;
  readonly memory: FeedMemory;
  /** Told how many bytes more, or fewer, were appended and not shown yet. */
  readonly queues: { add(bytes: number): void };
  /** A read that others may share, of what is older than all that is held. */
  readonly readOlder: RoomLog['before'];
  /** Waits, where a node does not hold all that it might, for others to put that back first. */
  readonly holdBack: () => Promise<unknown>;
}

/** What a feed shares with the others of its node. */
export interface FeedMemory {
  /** The feed holds so many bytes more, or fewer. */
  weighed(delta: number): void;
  /** It had news, or somebody asked for it. */
  used(): void;
  /** May it read on, to hold older entries as well? */
  hasSpace(): boolean;
  /** Does it in its turn: what is read takes memory as well. */
  inTurn<T>(read: () => Promise<T>): Promise<T>;
}
