/** Says yes to each key once in a time, for as many keys as it remembers. */
export class OnceIn {
  readonly #everyMs: number;
  readonly #max: number;
  /** Milliseconds since 1970. */
  readonly #now: () => number;
  readonly #told = new Map<string, number>();

  constructor(everyMs: number, max: number, now: () => number) {
    this.#everyMs = everyMs;
    this.#max = max;
    this.#now = now;
  }

  /** Returns whether it is the first time in that long. */
  isDue(key: string): boolean {
    const agoMs = this.#now() - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY);
    // If the clock was set back, nobody knows how long ago it was.
    if (agoMs >= 0 && agoMs < this.#everyMs) return false;
    this.#told.delete(key);
    this.#told.set(key, this.#now());
    const [oldest] = this.#told.keys();
    if (this.#told.size > this.#max && oldest !== undefined) this.#told.delete(oldest);
    return true;
  }

  /** Called when what was due failed: the next time is due at once. */
  forget(key: string): void {
    this.#told.delete(key);
  }
}
