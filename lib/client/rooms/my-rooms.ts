import { LOBBY } from '@/lib/chat/protocol';
import { type RoomInfo, withNames } from '@/lib/chat/room';
import type { Environment } from '@/lib/client/environment/environment';
import type { SessionStore } from '@/lib/client/state/chat-store';
import type { Request } from '@/lib/client/wire/wire';

interface MyRoomsOptions {
  readonly request: Request;
  readonly session: SessionStore;
  readonly environment: Pick<Environment, 'after' | 'random'>;
  /** Called whenever the session's rooms have changed. */
  readonly listed: () => void;
}

const RETRY_MS = 1_000;

/** The member's rooms on all its devices. They are listed beside the lobby, which everybody has. */
export class MyRooms {
  readonly #options: MyRoomsOptions;
  #isOpen = false;
  /** Goes up with every change: a list requested before a change is out of date. */
  #version = 0;
  #cancelRetry = () => {};
  readonly #visits = new Map<string, Promise<unknown>>();

  constructor(options: MyRoomsOptions) {
    this.#options = options;
  }

  /** There is a session: asks for the list until it is answered. */
  open(): void {
    this.#isOpen = true;
    void this.#read();
  }

  close(): void {
    this.#isOpen = false;
    this.#cancelRetry();
  }

  /** Some tab or device of the member has added the room. */
  add(room: RoomInfo): void {
    if (room.id !== LOBBY) this.#set([...this.#without(room.id), room]);
  }

  remove(roomId: string): void {
    this.#set(this.#without(roomId));
  }

  changed(room: RoomInfo): void {
    if (this.#has(room.id)) this.add(room);
  }

  /** Takes new names of members, by their ids; direct messages are named after them. */
  called(names: ReadonlyMap<string, string>): void {
    const rooms = this.#rooms();
    const renamed = rooms.map((room) => withNames(room, names));
    if (renamed.some((room, index) => room !== rooms[index])) this.#set(renamed);
  }

  /** The person opened the room, which makes it one of theirs. */
  async visited(roomId: string): Promise<void> {
    if (roomId === LOBBY || this.#has(roomId)) return;
    const asked = this.#options.request('my-rooms:add', { room: roomId });
    this.#visits.set(roomId, asked);
    const result = await asked;
    if (this.#visits.get(roomId) === asked) this.#visits.delete(roomId);
    if (result.ok) this.add(result.data.room);
  }

  /** Resolves once the visit is answered: a node may carry out simultaneous requests in any order. */
  async untilVisited(roomId: string): Promise<void> {
    await this.#visits.get(roomId);
  }

  async #read(): Promise<void> {
    const { request, environment } = this.#options;
    const asked = this.#version;
    const result = await request('my-rooms:list', {});
    if (!this.#isOpen) return;
    if (result.ok && asked === this.#version) this.#set(result.data.rooms);
    else if (result.ok || result.error.retryable) {
      this.#cancelRetry();
      this.#cancelRetry = environment.after(RETRY_MS * (0.5 + environment.random()), () => void this.#read());
    }
  }

  #rooms(): readonly RoomInfo[] {
    return this.#options.session.getState().rooms;
  }

  #has(roomId: string): boolean {
    return this.#rooms().some(({ id }) => id === roomId);
  }

  #without(roomId: string): readonly RoomInfo[] {
    return this.#rooms().filter(({ id }) => id !== roomId);
  }

  #set(rooms: readonly RoomInfo[]): void {
    const { session, listed } = this.#options;
    this.#version += 1;
    session.setState({ rooms });
    listed();
  }
}
