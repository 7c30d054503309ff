import type { RoomChat } from '@/lib/client/room/room-chat';

/** The rooms that a page has, each of which runs for as long as the page does and the room is among them. */
export class RoomsOnPage {
  /** By id, each with the way to stop it. */
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

  /** Stops and takes away those that are none of these, and answers which. One with something to send stays. */
  keepOnly(wanted: ReadonlySet<string>): readonly string[] {
    const gone = this.all.filter((chat) => !wanted.has(chat.id) && chat.isIdle()).map(({ id }) => id);
    for (const id of gone) {
      this.#rooms.get(id)?.stop();
      this.#rooms.delete(id);
    }
    return gone;
  }
}
