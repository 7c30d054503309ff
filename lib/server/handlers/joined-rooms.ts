import { ChatError } from '@/lib/chat/errors';
import { MY_ROOMS_MAX } from '@/lib/server/rooms/rooms';

/**
 * Rooms that one connection is in at once: all that a member may have among theirs, the lobby, those that something is yet to be
 * sent to, and some to spare.
 */
export const JOINED_ROOMS_MAX = MY_ROOMS_MAX + 56;

/** A request to join a room. Another one is another object. */
export interface Joining {
  readonly room: string;
}

/** The rooms that one connection is in, and those that it is on its way to: leaving takes that back as well. */
export class JoinedRooms {
  /** Of just that length: there may be thousands of connections, and nearly all are in one room or a few. */
  #ids: readonly string[] = [];
  #joining: readonly Joining[] = [];

  get ids(): readonly string[] {
    return this.#ids;
  }

  has(room: string): boolean {
    return this.#ids.includes(room);
  }

  /**
   * Does what it takes to join a room, which leaving takes back until it is done.
   * @throws ChatError `rooms_too_many`
   */
  async during(joining: Joining, work: () => Promise<void>): Promise<void> {
    if (!this.#hasPlaceFor(joining.room)) throw new ChatError('rooms_too_many');
    this.#joining = this.#joining.concat(joining);
    try {
      await work();
    } finally {
      this.#joining = this.#joining.filter((other) => other !== joining);
    }
  }

  /** A page that is not answered asks again, for what it is on its way to. */
  #hasPlaceFor(room: string): boolean {
    if (this.#ids.length + this.#joining.length < JOINED_ROOMS_MAX) return true;
    const rooms = new Set([...this.#ids, ...this.#joining.map((joining) => joining.room)]);
    return rooms.has(room) || rooms.size < JOINED_ROOMS_MAX;
  }

  /** Is it on its way there? */
  isJoining(room: string): boolean {
    return this.#joining.some((joining) => joining.room === room);
  }

  /** Has nobody left since? */
  isWanted(joining: Joining): boolean {
    return this.#joining.includes(joining);
  }

  /** @throws ChatError `room_not_joined` where somebody has: nobody would ever leave what is entered then */
  checkWanted(joining: Joining): void {
    if (!this.isWanted(joining)) throw new ChatError('room_not_joined');
  }

  /** Is in the room from now on. Answers whether it was not before. @throws ChatError as {@link checkWanted} */
  enter(joining: Joining): boolean {
    this.checkWanted(joining);
    if (this.has(joining.room)) return false;
    this.#ids = this.#ids.concat(joining.room);
    return true;
  }

  /** Answers whether it was there, or on its way. */
  leave(room: string): boolean {
    const [ids, joining] = [this.#ids, this.#joining];
    this.#ids = ids.filter((id) => id !== room);
    this.#joining = joining.filter((other) => other.room !== room);
    return this.#ids.length < ids.length || this.#joining.length < joining.length;
  }

  /** Leaves them all. Answers those that it was in. */
  clear(): readonly string[] {
    const ids = this.#ids;
    this.#ids = [];
    this.#joining = [];
    return ids;
  }
}
