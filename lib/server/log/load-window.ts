export interface LoadWindowOptions {
  /** So much in a second may each go by itself. */
  readonly lightPerSecond: number;
  /** From here on what comes waits for the next beat. */
  readonly heavyPerSecond: number;
  /** How long after each beat it goes, in milliseconds. */
  readonly afterBeatMs: number;
  /** Milliseconds that only grow; the clock of the process unless a test has its own. */
  readonly now?: () => number;
}

/** All nodes have the same beats, see docs/decisions/0013: the multiples of this in the time since 1970. */
export const BEAT_MS = 50;

/** So much before its time a timer may fire, and what it was set for is not waited for again. */
const EARLY_MS = 2;

/** How far back the load is remembered. */
const MEMORY_MS = 500;

/** How long what comes waits for what comes after it, by how much there has been lately. */
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

  /** In milliseconds; 0 for no window. */
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

/** From a moment to the next beat, the one that is as good as there left out. */
const untilNext = (at: number): number => BEAT_MS + EARLY_MS - ((at + EARLY_MS) % BEAT_MS);
