import type { Position } from '@/lib/chat/entry';

/** Entries of one room as one atomic look at its log found them; `entries[i]` stands at `from + i`. */
export interface Slice {
  readonly epoch: number;
  readonly from: number;
  /** How many messages stand before `from`, as if nothing had ever been dropped. */
  readonly counted: number;
  /** The entries as they were given to {@link RoomLog.append}, to the letter; the amended as they are now. */
  readonly entries: readonly string[];
  /** `seq` of the newest entry of the room, 0 where there never was one. */
  readonly top: number;
  /** `seq` of the oldest entry that is kept, `top + 1` where none is. */
  readonly bottom: number;
}

/** Where one epoch left the one before: of what had been appended until then, entries behind `after` may be gone. */
export interface Fork {
  readonly epoch: number;
  readonly after: number;
  /** How many messages stand up to `after`. */
  readonly counted: number;
}

export interface Place extends Position {
  /** How many messages stand up to the top. */
  readonly counted: number;
  /** Oldest first; the newest {@link FORKS_MAX}. */
  readonly forks: readonly Fork[];
}

/** How many forks of a room a store remembers. */
export const FORKS_MAX = 100;

/** Entries as the nodes hear of them; `entries[i]` stands at `from + i`. */
export interface Published {
  readonly epoch: number;
  readonly from: number;
  readonly entries: readonly string[];
}

/** An entry as it is now, and where it stands. */
export interface Found extends Position {
  readonly entry: string;
}

export interface AppendOptions {
  /** The newest position that this node has seen, see {@link RoomLog.top}: it appends to that history and no other. */
  readonly known?: Position;
  /** Does the entry count as a message? It does, unless this says no. */
  readonly isMessage?: boolean;
  /** Is the room a direct message, in which nobody says anything new while one of the two blocks the other? */
  readonly isDirect?: boolean;
  /** The entry that this one amends, and what stands in its place from then on. */
  readonly amends?: { readonly id: string; readonly entry: string };
}

export interface Appended {
  readonly position: Position;
  /** Was the id in the log before? Then `position` is that of the first time, and nothing was published. */
  readonly isRepeat: boolean;
}

/** What a node holds of a history that the log has left. */
export interface HeldEntry extends Omit<AppendOptions, 'known'> {
  readonly id: string;
  readonly entry: string;
}

export interface PutBack {
  /** The epoch into which they are put back. */
  readonly epoch: number;
  /** How many of them, from the first on, others hold as well, as far as these are among the newest. */
  readonly shared: number;
  /** How many of the newest entries every node holds at least. */
  readonly reach: number;
}

export interface LogFollower {
  /** Entries were appended. In the order of the log; may repeat, and may have holes where messages were lost. */
  heard(published: Published): void;
  /** Something may have been missed, and what comes from now on will be heard: read the log. */
  lapsed(): void;
}

/**
 * The logs of all rooms. Every method rejects with a {@link ChatError} `store_unavailable` when the store does not
 * answer in time; an append may then have happened or not, and is to be repeated with the same id.
 */
export interface RoomLog {
  /**
   * One atomic step: where `id` is in the room's log, answers its position; otherwise gives `entry`, a text without line
   * feeds, the next `seq`, stores it, counts it where it is a message, drops what exceeds the history limit (entry and id
   * together), and publishes it to every follower on every node. In the same step, also for a repeated id, what it amends
   * is replaced and gone from the store; what is not there is not amended. Once it resolves, the entry is stored as durably
   * as the store is configured for. `null`, and nothing is appended, where the log is in another epoch than `known`: the
   * node has to put back what it holds of that one first, or its entry would stand before what is older. Rejects with a
   * {@link ChatError} `blocked`, and appends nothing, where the room `isDirect` and somebody has blocked it in the same store.
   */
  append(room: string, id: string, entry: string, options?: AppendOptions): Promise<Appended | null>;
  /**
   * Appends what a node holds, oldest first, each id once, as {@link append} does, and in one step: whoever is quicker or
   * slower finds all of it or nothing (in several where it is longer than a store takes at once). Answers where each
   * stands; `null` for one of the shared that has no place any more: `reach` entries, all newer than it, have been appended
   * in this epoch. `null` for all where the log is in another epoch.
   */
  putBack(
    room: string,
    entries: readonly HeldEntry[],
    options: PutBack,
  ): Promise<readonly (Position | null)[] | null>;
  /**
   * At most `limit` entries with a `seq` greater than `seq`, oldest first, beginning with the oldest kept; fewer where they
   * have more than `maxBytes` in UTF-8, but one.
   */
  after(room: string, seq: number, limit: number, maxBytes?: number): Promise<Slice>;
  /**
   * The newest `limit` entries with a `seq` less than `seq`, oldest first; fewer where they have more than `maxBytes` in
   * UTF-8, but one. `Infinity` as `seq` reads the newest of all.
   */
  before(room: string, seq: number, limit: number, maxBytes?: number): Promise<Slice>;
  /** The entry of this id, `null` where the log does not have it. */
  find(room: string, id: string): Promise<Found | null>;
  /**
   * Where the log stands, `{epoch: 0, seq: 0}` where there never was an entry. A store that has lost entries, or cannot
   * prove that it has not, begins a new epoch first: because it was started anew, or is behind `known`, the newest
   * position that this node has seen.
   */
  top(room: string, known?: Position): Promise<Place>;
  /** Resolves to the way to stop, once every entry appended from now on will be heard. */
  follow(room: string, follower: LogFollower): Promise<() => void>;
}
