import { ChatError } from '@/lib/chat/errors';

/** Bytes of what waits, with a bound for all of it. */
export class ByteBudget {
  readonly maxBytes: number;
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** More, or fewer, are held, whether there is a place for them or not. */
  add(bytes: number): void {
    this.#heldBytes += bytes;
  }

  /**
   * Holds so many bytes while `work` is done.
   * @throws ChatError `store_unavailable` where there is no place for them: the store does not keep up
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
