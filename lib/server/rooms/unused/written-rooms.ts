import { kindOf } from '@/lib/chat/room';
import { OnceIn } from '@/lib/server/limits/once-in';
import type { RoomAccess } from '@/lib/server/rooms/room-access';
import type { Rooms } from '@/lib/server/rooms/rooms';

/** The directory need not know it better: thousands of rooms would have to be written in meanwhile to make a difference. */
const TELL_EVERY_MS = 10 * 60_000;

/** More than people write in within that time, unless somebody tries. */
const REMEMBERED_MAX = 10_000;

interface WrittenRoomsOptions {
  readonly access: RoomAccess;
  readonly store: Rooms;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Tells the store in which rooms people write, each of them once in {@link TELL_EVERY_MS}: those stay in the directory.
 * One that has to leave it all the same is told again, and so is back, when that time has passed.
 */
export class WrittenRooms {
  readonly #options: WrittenRoomsOptions;
  readonly #once: OnceIn;

  constructor(options: WrittenRoomsOptions) {
    this.#options = options;
    this.#once = new OnceIn(TELL_EVERY_MS, REMEMBERED_MAX, options.now);
  }

  /** A message was stored there. */
  note(room: string): void {
    if (kindOf(room) !== 'open' || this.#options.access.isBuiltIn(room) || !this.#once.isDue(room)) return;
    // The message is stored, whatever becomes of this: the next one tells it again.
    this.#tell(room).catch(() => this.#once.forget(room));
  }

  async #tell(room: string): Promise<void> {
    const { access, store } = this.#options;
    const record = await access.find(room);
    if (record !== undefined) await store.written(record);
  }
}
