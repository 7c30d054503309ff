export interface LooksOptions {
  /** Returns whether what it found is complete; `false` asks for another look at once. Rejects while the store is away. */
  readonly look: () => Promise<boolean>;
  /** Called at the end of a series of looks, once one is complete. */
  readonly done: () => void;
  /** Returns the milliseconds from a failed look to the next. */
  readonly retryDelay: () => number;
}

/** Looks one after another, never two at a time, each time until what it finds is complete. */
export class Looks {
  readonly #options: LooksOptions;
  #current: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #retryNow: () => void = () => {};
  #isClosed = false;

  constructor(options: LooksOptions) {
    this.#options = options;
  }

  get isLooking(): boolean {
    return this.#current !== undefined;
  }

  /** Resolves once a look that starts from now on is complete. While the store is away, it waits. */
  look(): Promise<void> {
    if (this.#current === undefined) return this.#start();
    // The look under way may already have asked the log.
    this.#next ??= this.#current.then(() => {
      this.#next = undefined;
      return this.#current ?? this.#start();
    });
    return this.#next;
  }

  /** Called when the store can be heard again: stops waiting before the next try. */
  retryNow(): void {
    this.#retryNow();
  }

  close(): void {
    this.#isClosed = true;
  }

  #start(): Promise<void> {
    this.#current = this.#lookUntilWhole();
    return this.#current;
  }

  async #lookUntilWhole(): Promise<void> {
    let isWhole = false;
    while (!isWhole && !this.#isClosed) {
      try {
        isWhole = await this.#options.look();
      } catch {
        // The store is away, which is logged elsewhere; nothing is delivered until it is back.
        await this.#retryPause();
      }
    }
    this.#current = undefined;
    this.#options.done();
  }

  /** Waits for a while, or until the store is heard again. */
  #retryPause(): Promise<void> {
    return new Promise((resolve) => {
      this.#retryNow = resolve;
      setTimeout(resolve, this.#options.retryDelay()).unref();
    });
  }
}
