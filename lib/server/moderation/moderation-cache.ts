import { createHmac } from 'node:crypto';
import { withDeadline } from '@/lib/server/config/deadline';
import type { SessionSecrets } from '@/lib/server/identity/session-secrets';
import type { ModerationState, ModerationStore, RoomStep } from '@/lib/server/records/moderation-state';
import { untilStored } from '@/lib/server/records/records';
import { noModeration } from './room-moderation';

/** What was stored at another node holds here within this time, though no word of it should come. */
const FRESH_MS = 1_000;
/** Nobody waits longer to come in or to be heard: what is known counts then. */
const READ_DEADLINE_MS = 1_000;
/** Rooms whose moderation is remembered while nobody asks for it. */
export const KNOWN_MAX = 5_000;
/** What they may take in memory: one with a thousand bans has megabytes. */
export const KNOWN_MAX_BYTES = 32 * 1024 * 1024;

interface Known {
  readonly moderation: ModerationState;
  readonly readAt: number;
  readonly bytes: number;
}

/** What is remembered of somebody, by a name as long as names may be. */
const MEMBER_BYTES = 1_000;
const ADDRESS_BYTES = 64;

/** What it takes in memory, at most. */
function bytesOf({ moderators, muted, banned, actions }: ModerationState): number {
  const members = 1 + moderators.length + muted.length + 2 * actions.length;
  return banned.reduce(
    (bytes, { addresses, others = [] }) =>
      bytes + MEMBER_BYTES * (1 + others.length) + ADDRESS_BYTES * addresses.length,
    MEMBER_BYTES * members,
  );
}

/** The state from now on, and the room that the right to change it was read from. */
interface ModerationChange {
  readonly moderation: ModerationState;
  readonly room?: RoomStep;
}

interface ModerationCacheOptions {
  readonly store: Omit<ModerationStore, 'make'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly secrets: Pick<SessionSecrets, 'known'>;
  /** Called with the state of a room whenever it is another than the one that was known. */
  readonly learned: (moderation: ModerationState) => void;
}

/** The moderation of the rooms, as this node knows it: read again when it is asked for and a second old. */
export class ModerationCache {
  readonly #options: ModerationCacheOptions;
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, Promise<ModerationState>>();
  #bytes = 0;

  constructor(options: ModerationCacheOptions) {
    this.#options = options;
  }

  /** As of a second ago at most; as it was known last, where the store does not answer. */
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

  /** As it was known last, without asking for it. */
  known(room: string): ModerationState {
    return this.#known.get(room)?.moderation ?? noModeration(room);
  }

  /** It was changed: whatever was read before counts no more, and it is read again where it was known. */
  changed(room: string): void {
    this.#reading.delete(room);
    const known = this.#known.get(room);
    if (known === undefined) return;
    this.#known.set(room, { ...known, readAt: Number.NEGATIVE_INFINITY });
    // Once for all that comes in this turn.
    queueMicrotask(() => void this.of(room));
  }

  /**
   * Changes it as it is in the store now. Answers it as it is then. `change` is asked again where another was quicker.
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
   * Stand for an address where it is stored: whoever reads the store learns none. The first is the one to store; the
   * others were, while nodes knew other secrets.
   */
  async fingerprints(address: string): Promise<readonly string[]> {
    const secrets = await this.#options.secrets.known();
    return secrets.map(({ value }) => createHmac('sha256', value).update(address).digest('base64url'));
  }

  /** Puts back what this node knows of it into a store that has lost it. Idempotent. */
  async putBack(room: string): Promise<void> {
    const known = this.#known.get(room)?.moderation;
    if (known !== undefined && known.revision > 0) await this.#options.store.restore(known);
  }

  /** What the store has, or what it had: a revision only grows. */
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
      // Whoever asked would take what was changed meanwhile for how it is.
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

  /** In place of what was known of the room least lately, where there is too much. */
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
