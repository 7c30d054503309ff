export interface LoadWindowOptions {
  /** Up to this many per second, each goes by itself. */
  readonly lightPerSecond: number;
  /** From this many per second on, everything waits for the next beat. */
  readonly heavyPerSecond: number;
  /** How long after each beat it goes, in milliseconds. */
  readonly afterBeatMs: number;
  /** Returns milliseconds that only grow; the clock of the process unless a test has its own. */
  readonly now?: () => number;
}

/** All nodes have the same beats, the multiples of this in the time since 1970, see docs/decisions/0013. */
export const BEAT_MS = 50;

/** How early a timer may fire without being set again. */
const EARLY_MS = 2;

/** How far back the load is remembered. */
const MEMORY_MS = 500;

/** How long something waits for what comes after it, depending on how much there has been recently. */
export class LoadWindow {
  readonly #options: LoadWindowOptions;
  readonly #now: () => number;
  #remembered = 0;
  #at: number;

  constructor(options: LoadWindowOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#at = this.#now();
  }

  add(count: number): void {
    this.#fade();
    this.#remembered += count;
  }

  /** The current window in milliseconds; 0 for none. */
  get ms(): number {
    this.#fade();
    const { lightPerSecond, heavyPerSecond, afterBeatMs } = this.#options;
    const perSecond = (this.#remembered * 1_000) / MEMORY_MS;
    const load = (perSecond - lightPerSecond) / (heavyPerSecond - lightPerSecond);
    if (load <= 0) return 0;
    const untilBeat = untilNext(Date.now() - afterBeatMs);
    return load < 1 ? Math.min(BEAT_MS * load, untilBeat) : untilBeat;
  }

  #fade(): void {
    const now = this.#now();
    this.#remembered *= Math.exp((this.#at - now) / MEMORY_MS);
    this.#at = now;
  }
}

/** The time from a moment to the next beat; a beat that is almost reached counts as past. */
const untilNext = (at: number): number => BEAT_MS + EARLY_MS - ((at + EARLY_MS) % BEAT_MS);
