/** How long a room that nobody uses is kept. */
export interface RoomKeep {
  /** For a room in which somebody has written; `null` for ever. */
  readonly writtenMs: number | null;
  /** For a room in which nobody has. */
  readonly emptyMs: number;
}

/** How long a member's list of rooms is kept after their last visit: longer than a guest's cookie. */
export const MY_ROOMS_KEEP_MS = 400 * 24 * 60 * 60 * 1_000;

/**
 * Which rooms are still in use, as all nodes see it. It has a time of its own, which passes only while a node runs: neither a
 * site that stood still for a year, nor a copy from last year, nor a wrong clock ends a room. Every method rejects with a
 * {@link ChatError} `store_unavailable` if the store does not answer in time; the request may have taken effect, and may be
 * repeated.
 */
export interface RoomUses {
  /** Called when somebody comes to the room: it is in use now. Idempotent; does nothing if there is no such room. */
  used(id: string): Promise<void>;
  /** Advances that time by as much as the clock has since any node last did, but at most by `maxMs`. */
  passTime(maxMs: number): Promise<void>;
  /**
   * Ends the rooms that nobody has used for so long, except kept ones: deletes what was said there, who may enter, and their
   * place in the directory. The step that ends a room checks that it is still unused. Returns the ids of the ended rooms.
   */
  endUnused(keep: RoomKeep, isKept: (id: string) => boolean): Promise<string[]>;
}
