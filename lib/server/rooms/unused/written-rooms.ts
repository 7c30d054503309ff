import { kindOf } from '@/lib/chat/room';
import { OnceIn } from '@/lib/server/limits/once-in';
import type { RoomAccess } from '@/lib/server/rooms/room-access';
import type { Rooms } from '@/lib/server/rooms/rooms';

/**
 * The directory need not be more exact: to make a difference, thousands of other rooms would have to be written in meanwhile.
 */
const TELL_EVERY_MS = 10 * 60_000;

/** More rooms than people write in within that time, unless somebody tries. */
const REMEMBERED_MAX = 10_000;

interface WrittenRoomsOptions {
  readonly access: RoomAccess;
  readonly store: Rooms;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Tells the store in which rooms people write, once per room in {@link TELL_EVERY_MS}, so that these stay in the directory. A
 * room that has to leave it all the same is reported again after that time, and so comes back.
 */
export class WrittenRooms {
  readonly #options: WrittenRoomsOptions;
  readonly #once: OnceIn;

  constructor(options: WrittenRoomsOptions) {
    this.#options = options;
    this.#once = new OnceIn(TELL_EVERY_MS, REMEMBERED_MAX, options.now);
  }

  /** Called when a message was stored in the room. */
  note(room: string): void {
    if (kindOf(room) !== 'open' || this.#options.access.isBuiltIn(room) || !this.#once.isDue(room)) return;
    // The message is stored whatever happens here; if this fails, the next message reports it.
    this.#tell(room).catch(() => this.#once.forget(room));
  }

  async #tell(room: string): Promise<void> {
    const { access, store } = this.#options;
    const record = await access.find(room);
    if (record !== undefined) await store.written(record);
  }
}
