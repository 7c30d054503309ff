import type { Position } from '@/lib/chat/entry';

/** Entries of one room, from one atomic look at its log; `entries[i]` has the seq `from + i`. */
export interface Slice {
  readonly epoch: number;
  readonly from: number;
  /** How many messages come before `from`, as if nothing had ever been dropped. */
  readonly counted: number;
  /** The entries exactly as given to {@link RoomLog.append}, amended ones in their present form. */
  readonly entries: readonly string[];
  /** `seq` of the room's newest entry, 0 if there never was one. */
  readonly top: number;
  /** `seq` of the oldest entry that is kept, `top + 1` if none is. */
  readonly bottom: number;
}

/**
 * Where one epoch left the one before: of what had been appended until then, entries after `after` may be gone. Each epoch of a
 * history begins with one, also the first; a store may have forgotten old ones.
 */
export interface Fork {
  readonly epoch: number;
  readonly after: number;
  /** How many messages there are up to `after`. */
  readonly counted: number;
}

export interface Place extends Position {
  /** How many messages there are up to the top. */
  readonly counted: number;
  /** Oldest first; the newest {@link FORKS_MAX}. */
  readonly forks: readonly Fork[];
}

/** How many forks of a room a store remembers. */
export const FORKS_MAX = 100;

/** Entries as the nodes receive them; `entries[i]` has the seq `from + i`. */
export interface Published {
  readonly epoch: number;
  readonly from: number;
  readonly entries: readonly string[];
}

/** An entry in its present form, and its position. */
export interface Found extends Position {
  readonly entry: string;
}

export interface AppendOptions {
  /** The newest position that this node has seen, see {@link RoomLog.top}: it appends to that history and no other. */
  readonly known?: Position;
  /** Whether the entry counts as a message; by default it does. */
  readonly isMessage?: boolean;
  /** Whether the room is a direct message, where nobody says anything new while one of the two blocks the other. */
  readonly isDirect?: boolean;
  /** The entry that this one amends, and what replaces it from then on. */
  readonly amends?: { readonly id: string; readonly entry: string };
}

export interface Appended {
  readonly position: Position;
  /** Whether the id was in the log before. Then `position` is the original one, and nothing was published. */
  readonly isRepeat: boolean;
}

/** What a node holds of a history that the log has left. */
export interface HeldEntry extends Omit<AppendOptions, 'known'> {
  readonly id: string;
  readonly entry: string;
}

export interface PutBack {
  /** The epoch into which the entries are put back. */
  readonly epoch: number;
  /** How many of them, from the first on, other nodes hold as well, provided that these are among the newest. */
  readonly shared: number;
  /** How many of the newest entries every node holds at least. */
  readonly reach: number;
}

export interface LogFollower {
  /**
   * Called when entries were appended. In the order of the log; may repeat entries, and may have gaps where publications were
   * lost.
   */
  heard(published: Published): void;
  /** Called when something may have been missed and everything from now on will be heard: the follower should read the log. */
  lapsed(): void;
}

/**
 * The logs of all rooms. Every method rejects with a {@link ChatError} `store_unavailable` if the store does not answer in
 * time; an append may have taken effect or not, and should be repeated with the same id.
 */
export interface RoomLog {
  /**
   * In one atomic step: if `id` is in the room's log, returns its position. Otherwise gives `entry`, a text without line feeds,
   * the next `seq`, stores it, counts it if it is a message, drops what exceeds the history limit (entries together with their
   * ids), and publishes it to every follower on every node. In the same step, and also for a repeated id, replaces the entry
   * that it amends, whose old text is then gone from the store; an entry that is not there is not amended. Once it resolves,
   * the entry is stored as durably as the store is configured for.
   *
   * Returns `null`, and appends nothing, if the log is in another epoch than `known`: the node has to put back what it holds of
   * that epoch first, or its entry would come before older ones. Rejects with a {@link ChatError} `blocked`, and appends
   * nothing, if the room `isDirect` and somebody has blocked it in the same store.
   */
  append(room: string, id: string, entry: string, options?: AppendOptions): Promise<Appended | null>;
  /**
   * Appends what a node holds, oldest first, each id once, as {@link append} does, and in one step, so that a faster or slower
   * node finds all of it or nothing (in several steps if it is longer than a store takes at once). Returns the position of
   * each; `null` for a shared entry that has no place any more, because the log has `reach` newer entries, see {@link withoutPlace}.
   * Returns `null` for all if the log is in another epoch.
   */
  putBack(
    room: string,
    entries: readonly HeldEntry[],
    options: PutBack,
  ): Promise<readonly (Position | null)[] | null>;
  /**
   * Returns at most `limit` entries with a `seq` greater than `seq`, oldest first, starting with the oldest kept one; fewer,
   * but at least one, if they have more than `maxBytes` in UTF-8.
   */
  after(room: string, seq: number, limit: number, maxBytes?: number): Promise<Slice>;
  /**
   * Returns the newest `limit` entries with a `seq` less than `seq`, oldest first; fewer, but at least one, if they have more
   * than `maxBytes` in UTF-8. `Infinity` as `seq` reads the newest of all.
   */
  before(room: string, seq: number, limit: number, maxBytes?: number): Promise<Slice>;
  /** Returns the entry with this id; `null` if the log does not have it. */
  find(room: string, id: string): Promise<Found | null>;
  /**
   * Returns the log's present state, `{epoch: 0, seq: 0}` if there never was an entry. A store that has lost entries, or cannot
   * prove that it has not, first starts a new epoch: because it was restarted, or is behind `known`, the newest position that
   * this node has seen.
   */
  top(room: string, known?: Position): Promise<Place>;
  /** Resolves to a function that stops following, once every entry appended from now on will be heard. */
  follow(room: string, follower: LogFollower): Promise<() => void>;
}
