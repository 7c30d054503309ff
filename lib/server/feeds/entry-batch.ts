import type { Run } from './recent-entries';

/**
 * The entries of a room on their way to the sockets of this node. The first goes out at once; what follows within the window
 * after it goes out together, and opens another window.
 */
export class EntryBatch {
  readonly #send: (run: Run) => void;
  readonly #windowMs: () => number;
  #waiting: Run[] = [];
  #window: NodeJS.Timeout | undefined;

  /** @param windowMs how long the next window is; 0 for none */
  constructor(send: (run: Run) => void, windowMs: () => number) {
    this.#send = send;
    this.#windowMs = windowMs;
  }

  /** Takes the entries that follow the previous ones, in the same epoch. */
  add(run: Run): void {
    this.#waiting.push(run);
    if (this.#window === undefined) this.#sendWaiting();
  }

  /** Sends what waits, because something that comes after it is about to be sent. */
  flush(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const entries = this.#waiting.flatMap((run) => run.entries);
    this.#waiting = [];
    this.#send({ ...first, entries });
  }

  /** Called when there is nobody left to send to. */
  close(): void {
    clearTimeout(this.#window);
    this.#waiting = [];
  }

  readonly #sendWaiting = (): void => {
    this.#window = undefined;
    if (this.#waiting.length === 0) return;
    this.flush();
    const windowMs = this.#windowMs();
    if (windowMs > 0) this.#window = setTimeout(this.#sendWaiting, windowMs);
  };
}
