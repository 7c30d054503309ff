import { ChatError } from '@/lib/chat/errors';

/** The rooms that one connection is in, and those that it is on its way to: leaving takes that back as well. */
export class JoinedRooms {
  /** Of just that length: there may be thousands of connections, and nearly all are in one room or a few. */
  #ids: readonly string[] = [];
  #entering: readonly { readonly room: string }[] = [];

  get ids(): readonly string[] {
    return this.#ids;
  }

  has(room: string): boolean {
    return this.#ids.includes(room);
  }

  /**
   * Is in the room as soon as it may be.
   * @param entered told in the moment in which it is, unless it was before
   * @throws ChatError `room_not_joined` if it left meanwhile: nobody would ever leave what is entered then
   */
  async enter<T>(room: string, mayEnter: () => Promise<T>, entered: () => void): Promise<T> {
    const attempt = { room };
    this.#entering = this.#entering.concat(attempt);
    try {
      const permit = await mayEnter();
      if (!this.#entering.includes(attempt)) throw new ChatError('room_not_joined');
      if (!this.has(room)) {
        this.#ids = this.#ids.concat(room);
        entered();
      }
      return permit;
    } finally {
      this.#entering = this.#entering.filter((other) => other !== attempt);
    }
  }

  /** Answers whether it was there, or on its way. */
  leave(room: string): boolean {
    const [ids, entering] = [this.#ids, this.#entering];
    this.#ids = ids.filter((id) => id !== room);
    this.#entering = entering.filter((attempt) => attempt.room !== room);
    return this.#ids.length < ids.length || this.#entering.length < entering.length;
  }

  /** Leaves them all. Answers those that it was in. */
  clear(): readonly string[] {
    const ids = this.#ids;
    this.#ids = [];
    this.#entering = [];
    return ids;
  }
}
