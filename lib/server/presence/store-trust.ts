/**
 * After the store was away, or has forgotten this node, it may not know yet what the others have to tell it again, and
 * may know what has long passed. Within this time they have told it, and the leases of those that died have run out.
 */
const SETTLE_MS = 14_000;

/** Beyond so many rooms that are doubted, all are. */
export const DOUBTED_MAX = 10_000;

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
    const now = performance.now();
    this.#roomsDoubtedUntil.set(room, now + this.#settleMs);
    if (this.#roomsDoubtedUntil.size <= DOUBTED_MAX) return;
    this.#roomsDoubtedUntil.clear();
    this.doubt(now);
  }

  /** How many rooms are doubted by themselves. */
  get doubted(): number {
    return this.#roomsDoubtedUntil.size;
  }

  isTrusted(room: string): boolean {
    const until = this.#roomsDoubtedUntil.get(room) ?? 0;
    if (until <= performance.now()) this.#roomsDoubtedUntil.delete(room);
    return Math.max(until, this.#doubtedUntil) <= performance.now();
  }
}
