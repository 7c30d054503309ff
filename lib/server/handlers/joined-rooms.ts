import { ChatError } from '@/lib/chat/errors';
import { MY_ROOMS_MAX } from '@/lib/server/rooms/rooms';

/**
 * How many rooms one connection is in at once: all that a member may have in their list, the lobby, those for which messages
 * still wait, and some to spare.
 */
export const JOINED_ROOMS_MAX = MY_ROOMS_MAX + 56;

/** A request to join a room. Requests are compared as objects. */
export interface Joining {
  readonly room: string;
}

/** The rooms that one connection is in, and those that it is joining: leaving cancels a join as well. */
export class JoinedRooms {
  /** Arrays of exact length: there may be thousands of connections, and nearly all are in one room or a few. */
  #ids: readonly string[] = [];
  #joining: readonly Joining[] = [];

  get ids(): readonly string[] {
    return this.#ids;
  }

  has(room: string): boolean {
    return this.#ids.includes(room);
  }

  /** Runs the work of joining a room, which leaving cancels until it is done. @throws ChatError `rooms_too_many` */
  async during(joining: Joining, work: () => Promise<void>): Promise<void> {
    if (!this.#hasPlaceFor(joining.room)) throw new ChatError('rooms_too_many');
    this.#joining = this.#joining.concat(joining);
    try {
      await work();
    } finally {
      this.#joining = this.#joining.filter((other) => other !== joining);
    }
  }

  /** A page that gets no answer asks again, for a room that it is already joining. */
  #hasPlaceFor(room: string): boolean {
    if (this.#ids.length + this.#joining.length < JOINED_ROOMS_MAX) return true;
    const rooms = new Set([...this.#ids, ...this.#joining.map((joining) => joining.room)]);
    return rooms.has(room) || rooms.size < JOINED_ROOMS_MAX;
  }

  isJoining(room: string): boolean {
    return this.#joining.some((joining) => joining.room === room);
  }

  /** Returns whether the join has not been cancelled. */
  isWanted(joining: Joining): boolean {
    return this.#joining.includes(joining);
  }

  /** @throws ChatError `room_not_joined` if the join was cancelled: nobody would ever leave a room that it still entered */
  checkWanted(joining: Joining): void {
    if (!this.isWanted(joining)) throw new ChatError('room_not_joined');
  }

  /** Enters the room. Returns whether it is new. @throws ChatError as {@link checkWanted} */
  enter(joining: Joining): boolean {
    this.checkWanted(joining);
    if (this.has(joining.room)) return false;
    this.#ids = this.#ids.concat(joining.room);
    return true;
  }

  /** Returns whether the connection was there, or joining. */
  leave(room: string): boolean {
    const [ids, joining] = [this.#ids, this.#joining];
    this.#ids = ids.filter((id) => id !== room);
    this.#joining = joining.filter((other) => other.room !== room);
    return this.#ids.length < ids.length || this.#joining.length < joining.length;
  }

  /** Leaves all rooms. Returns those that it was in. */
  clear(): readonly string[] {
    const ids = this.#ids;
    this.#ids = [];
    this.#joining = [];
    return ids;
  }
}
