import { ChatError } from '@/lib/chat/errors';

/** The bytes of everything that waits, with one bound for all of it. */
export class ByteBudget {
  readonly maxBytes: number;
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Adds or removes bytes, whether there is room for them or not. */
  add(bytes: number): void {
    this.#heldBytes += bytes;
  }

  /**
   * Holds this many bytes while `work` runs.
   * @throws ChatError `store_unavailable` if there is no room for them: the store does not keep up
   */
  async during<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.#heldBytes + bytes > this.maxBytes) throw new ChatError('store_unavailable');
    this.#heldBytes += bytes;
    try {
      return await work();
    } finally {
      this.#heldBytes -= bytes;
    }
  }
}
