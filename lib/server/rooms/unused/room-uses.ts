/** For how long of its time without anybody a room is kept. */
export interface RoomKeep {
  /** One in which somebody has ever written; `null` for good. */
  readonly writtenMs: number | null;
  /** One in which nobody has. */
  readonly emptyMs: number;
}

/** How long the list of a member's rooms is kept after they have last come: longer than a guest's cookie. */
export const MY_ROOMS_KEEP_MS = 400 * 24 * 60 * 60 * 1_000;

/**
 * Which rooms somebody still uses, as all nodes see it. It goes by a time of its own, which passes while a node runs: neither
 * a site that stood still for a year, nor a copy from last year, nor a clock that was wrong ends a room.
 * Every method rejects with a {@link ChatError} `store_unavailable` when the store does not answer in time; what was asked may
 * then have happened, and may be asked again.
 */
export interface RoomUses {
  /** Somebody has come for the room: it is in use now. Idempotent; of a room that is not there nothing is kept. */
  used(id: string): Promise<void>;
  /** As much time passes as has by the clock since any node said so last, but `maxMs` at most. */
  passTime(maxMs: number): Promise<void>;
  /**
   * Ends the rooms that nobody has used for so long, but those that are kept: what was said there, who may enter and its
   * is kept, their place in the directory. In the step that ends a room it is still unused. Answers their ids.
   */
  endUnused(keep: RoomKeep, isKept: (id: string) => boolean): Promise<string[]>;
}
