import { createHmac } from 'node:crypto';
import { withDeadline } from '@/lib/server/config/deadline';
import type { SessionSecrets } from '@/lib/server/identity/session-secrets';
import type { ModerationState, ModerationStore, RoomStep } from '@/lib/server/records/moderation-state';
import { untilStored } from '@/lib/server/records/records';
import { noModeration } from './room-moderation';

/** A change stored at another node applies here within this time, even if the news of it never comes. */
const FRESH_MS = 1_000;
/** Nobody waits longer than this to come in or to be heard; after that, what is known counts. */
const READ_DEADLINE_MS = 1_000;
/** How many rooms' moderation is remembered while nobody asks for it. */
export const KNOWN_MAX = 5_000;
/** How many bytes they may take in memory: a room with a thousand bans takes megabytes. */
export const KNOWN_MAX_BYTES = 32 * 1024 * 1024;

interface Known {
  readonly moderation: ModerationState;
  readonly readAt: number;
  readonly bytes: number;
}

/** What one remembered member takes, with the longest possible name. */
const MEMBER_BYTES = 1_000;
const ADDRESS_BYTES = 64;

/** Returns at most how many bytes it takes in memory. */
function bytesOf({ moderators, muted, banned, actions }: ModerationState): number {
  const members = 1 + moderators.length + muted.length + 2 * actions.length;
  return banned.reduce(
    (bytes, { addresses, others = [] }) =>
      bytes + MEMBER_BYTES * (1 + others.length) + ADDRESS_BYTES * addresses.length,
    MEMBER_BYTES * members,
  );
}

/** The new state, and the room from which the right to change it was read. */
interface ModerationChange {
  readonly moderation: ModerationState;
  readonly room?: RoomStep;
}

interface ModerationCacheOptions {
  readonly store: Omit<ModerationStore, 'make'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly secrets: Pick<SessionSecrets, 'known'>;
  /** Called with a room's state whenever it differs from what was known. */
  readonly learned: (moderation: ModerationState) => void;
}

/** The moderation of the rooms as this node knows it: read again when somebody asks and it is older than a second. */
export class ModerationCache {
  readonly #options: ModerationCacheOptions;
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, Promise<ModerationState>>();
  #bytes = 0;

  constructor(options: ModerationCacheOptions) {
    this.#options = options;
  }

  /** At most a second old; the last known state if the store does not answer. */
  async of(room: string): Promise<ModerationState> {
    const known = this.#known.get(room);
    if (known !== undefined && this.#options.now() - known.readAt < FRESH_MS) return known.moderation;
    try {
      return await withDeadline(this.#readOnce(room), READ_DEADLINE_MS);
    } catch {
      return known?.moderation ?? noModeration(room);
    }
  }

  /** How much is remembered. */
  get remembered(): { readonly rooms: number; readonly bytes: number } {
    return { rooms: this.#known.size, bytes: this.#bytes };
  }

  /** The last known state, without asking the store. */
  known(room: string): ModerationState {
    return this.#known.get(room)?.moderation ?? noModeration(room);
  }

  /** Called when a room's moderation has changed: drops what was read before, and reads it again if it was known. */
  changed(room: string): void {
    this.#reading.delete(room);
    const known = this.#known.get(room);
    if (known === undefined) return;
    this.#known.set(room, { ...known, readAt: Number.NEGATIVE_INFINITY });
    // One read for all changes in this turn of the event loop.
    queueMicrotask(() => void this.of(room));
  }

  /**
   * Changes a room's moderation, based on what the store has now. Returns the new state. Calls `change` again if another change
   * came first.
   * @throws ChatError `store_unavailable`, and what `change` throws
   */
  async change<Change extends ModerationChange>(
    room: string,
    change: (moderation: ModerationState) => Change | Promise<Change>,
  ): Promise<Change> {
    return untilStored(async () => {
      const moderation = await this.#newest(room, await this.#options.store.find(room));
      const asked = await change(moderation);
      const changed = { ...asked, moderation: { ...asked.moderation, revision: moderation.revision + 1 } };
      if (!(await this.#options.store.replace(changed.moderation, changed.room))) return undefined;
      this.#reading.delete(room);
      this.#keep(changed.moderation);
      return changed;
    });
  }

  /**
   * What stands for an address in the store, so that nobody can read addresses there. The first one is to be stored; the others
   * were stored while nodes knew other secrets.
   */
  async fingerprints(address: string): Promise<readonly string[]> {
    const secrets = await this.#options.secrets.known();
    return secrets.map(({ value }) => createHmac('sha256', value).update(address).digest('base64url'));
  }

  /** Puts back what this node knows of the room into a store that has lost it. Idempotent. */
  async putBack(room: string): Promise<void> {
    const known = this.#known.get(room)?.moderation;
    if (known !== undefined && known.revision > 0) await this.#options.store.restore(known);
  }

  /** What the store has, or what it had before a loss: revisions only grow. */
  async #newest(room: string, found: ModerationState | undefined): Promise<ModerationState> {
    const known = this.#known.get(room)?.moderation;
    if (known === undefined || (found?.revision ?? 0) >= known.revision) return found ?? noModeration(room);
    return this.#options.store.restore(known);
  }

  #readOnce(room: string): Promise<ModerationState> {
    const under = this.#reading.get(room);
    if (under !== undefined) return under;
    const reading = this.#options.store.find(room).then(async (found) => {
      const moderation = await this.#newest(room, found);
      // Otherwise the caller would take a state from before the change for the current one.
      if (this.#reading.get(room) !== reading) {
        if (!this.#known.has(room)) this.#put(moderation, Number.NEGATIVE_INFINITY);
        return this.of(room);
      }
      this.#keep(moderation);
      return moderation;
    });
    this.#reading.set(room, reading);
    const done = () => {
      if (this.#reading.get(room) === reading) this.#reading.delete(room);
    };
    reading.then(done, done);
    return reading;
  }

  #keep(moderation: ModerationState): void {
    const before = this.#known.get(moderation.room)?.moderation ?? noModeration(moderation.room);
    this.#put(moderation, this.#options.now());
    if (moderation.revision !== before.revision) this.#options.learned(moderation);
  }

  /** Remembers a room's state. If that is too much, the rooms that were read least recently are forgotten. */
  #put(moderation: ModerationState, readAt: number): void {
    const known = { moderation, readAt, bytes: bytesOf(moderation) };
    this.#drop(moderation.room);
    this.#known.set(moderation.room, known);
    this.#bytes += known.bytes;
    for (const room of this.#known.keys()) {
      const isLast = this.#known.size === 1;
      if (isLast || (this.#known.size <= KNOWN_MAX && this.#bytes <= KNOWN_MAX_BYTES)) break;
      this.#drop(room);
    }
  }

  #drop(room: string): void {
    this.#bytes -= this.#known.get(room)?.bytes ?? 0;
    this.#known.delete(room);
  }
}
