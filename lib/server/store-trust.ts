/**
 * After the store was away, or has forgotten this node, it may not know yet what the others have to tell it again, and
 * may know what has long passed. Within this time they have told it, and the leases of those that died have run out.
 */
const SETTLE_MS = 14_000;

/** Whether what the store says of who is in a room is to be believed. */
export class StoreTrust {
  readonly #settleMs: number;
  #doubtedUntil = 0;
  readonly #roomsDoubtedUntil = new Map<string, number>();

  constructor(settleMs = SETTLE_MS) {
    this.#settleMs = settleMs;
  }

  /** It was away, or had forgotten this node. @param since when that showed, by `performance.now()` */
  doubt(since: number): void {
    this.#doubtedUntil = Math.max(this.#doubtedUntil, since + this.#settleMs);
  }

  /** It did not answer for this room, or has lost something of it. */
  doubtRoom(room: string): void {
    this.#roomsDoubtedUntil.set(room, performance.now() + this.#settleMs);
  }

  isTrusted(room: string): boolean {
    const until = this.#roomsDoubtedUntil.get(room) ?? 0;
    if (until <= performance.now()) this.#roomsDoubtedUntil.delete(room);
    return Math.max(until, this.#doubtedUntil) <= performance.now();
  }
}
