export interface LooksOptions {
  /** Answers whether what was found is whole; `false` for another look at once. Rejects while the store is away. */
  readonly look: () => Promise<boolean>;
  /** Called at the end of those that follow each other until one is whole. */
  readonly done: () => void;
  /** Milliseconds from a look that failed to the next. */
  readonly retryDelay: () => number;
}

/** Looks one after the other, never two at a time, each until what it finds is whole. */
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

  /** Resolves once a look that begins from now on is whole. Takes as long as the store is away. */
  look(): Promise<void> {
    if (this.#current === undefined) return this.#start();
    // The one under way may have asked the log before.
    this.#next ??= this.#current.then(() => {
      this.#next = undefined;
      return this.#current ?? this.#start();
    });
    return this.#next;
  }

  /** The store is heard again: whoever waits for another try waits no longer. */
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
        // The store is away, and says so itself; nothing is delivered until it is back.
        await this.#retryPause();
      }
    }
    this.#current = undefined;
    this.#options.done();
  }

  /** Until it is worth another try: for a while, or until the store is heard again. */
  #retryPause(): Promise<void> {
    return new Promise((resolve) => {
      this.#retryNow = resolve;
      setTimeout(resolve, this.#options.retryDelay()).unref();
    });
  }
}
