export interface LoadWindowOptions {
  /** So much in a second may each go by itself. */
  readonly lightPerSecond: number;
  /** From here on the window is as wide as it gets. */
  readonly heavyPerSecond: number;
  readonly maxMs: number;
  /** Milliseconds that only grow; the clock of the process unless a test has its own. */
  readonly now?: () => number;
}

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
    const { lightPerSecond, heavyPerSecond, maxMs } = this.#options;
    const perSecond = (this.#remembered * 1_000) / MEMORY_MS;
    const load = (perSecond - lightPerSecond) / (heavyPerSecond - lightPerSecond);
    return maxMs * Math.min(Math.max(load, 0), 1);
  }

  #fade(): void {
    const now = this.#now();
    this.#remembered *= Math.exp((this.#at - now) / MEMORY_MS);
    this.#at = now;
  }
}
