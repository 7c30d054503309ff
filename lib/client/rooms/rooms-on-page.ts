import type { RoomChat } from '@/lib/client/room/room-chat';
import type { Arrival } from '@/lib/client/wire/arrival';

/** The rooms on the page. Each runs for as long as the page does and the room is among them. */
export class RoomsOnPage {
  /** By id, each with the function that stops it. */
  readonly #rooms = new Map<string, { readonly chat: RoomChat; stop: () => void }>();
  #isStarted = false;

  get all(): readonly RoomChat[] {
    return [...this.#rooms.values()].map(({ chat }) => chat);
  }

  get(id: string): RoomChat | undefined {
    return this.#rooms.get(id)?.chat;
  }

  add(chat: RoomChat): void {
    this.#rooms.set(chat.id, { chat, stop: this.#isStarted ? chat.start() : () => {} });
  }

  start(): void {
    this.#isStarted = true;
    for (const room of this.#rooms.values()) room.stop = room.chat.start();
  }

  stop(): void {
    this.#isStarted = false;
    for (const { stop } of this.#rooms.values()) stop();
  }

  /**
   * Moves the rooms that another connection has joined to it, and opens the others there. Returns the ids of those that left
   * the page while it was joining them.
   */
  moveTo({ joined, frames }: Omit<Arrival, 'session'>): readonly string[] {
    for (const chat of this.all) {
      const answer = joined.get(chat);
      if (answer === undefined) chat.reopen();
      else chat.moveTo(answer, frames);
    }
    return [...joined.keys()].map(({ id }) => id).filter((id) => !this.#rooms.has(id));
  }

  /**
   * Stops and removes every room that is not wanted, except those with something left to send. Returns the ids of those
   * removed.
   */
  keepOnly(wanted: ReadonlySet<string>): readonly string[] {
    const gone = this.all.filter((chat) => !wanted.has(chat.id) && chat.isIdle()).map(({ id }) => id);
    for (const id of gone) {
      this.#rooms.get(id)?.stop();
      this.#rooms.delete(id);
    }
    return gone;
  }
}
