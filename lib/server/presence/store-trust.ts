/**
 * A store that was away, or has forgotten this node, may not know yet what the other nodes have to tell it again, and may still
 * know what is long past. Within this time they have told it, and the leases of dead nodes have run out.
 */
const SETTLE_MS = 14_000;

/** If more rooms than this are in doubt, all are. */
export const DOUBTED_MAX = 10_000;

/** Decides whether to believe what the store says about who is in a room. */
export class StoreTrust {
  readonly #settleMs: number;
  #doubtedUntil = 0;
  readonly #roomsDoubtedUntil = new Map<string, number>();

  constructor(settleMs = SETTLE_MS) {
    this.#settleMs = settleMs;
  }

  /** Called when the store was away, or had forgotten this node. @param since when that showed, by `performance.now()` */
  doubt(since: number): void {
    this.#doubtedUntil = Math.max(this.#doubtedUntil, since + this.#settleMs);
  }

  /** Called when the store did not answer for this room, or has lost something of it. */
  doubtRoom(room: string): void {
    const now = performance.now();
    this.#roomsDoubtedUntil.set(room, now + this.#settleMs);
    if (this.#roomsDoubtedUntil.size <= DOUBTED_MAX) return;
    this.#roomsDoubtedUntil.clear();
    this.doubt(now);
  }

  /** How many rooms are in doubt individually. */
  get doubted(): number {
    return this.#roomsDoubtedUntil.size;
  }

  isTrusted(room: string): boolean {
    const until = this.#roomsDoubtedUntil.get(room) ?? 0;
    if (until <= performance.now()) this.#roomsDoubtedUntil.delete(room);
    return Math.max(until, this.#doubtedUntil) <= performance.now();
  }
}
