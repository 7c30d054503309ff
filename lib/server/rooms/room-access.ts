import { ChatError } from '@/lib/chat/errors';
import type { RoomInfo } from '@/lib/chat/room';
import { OnceIn } from '@/lib/server/limits/once-in';
import type { ModerationState, RoomStep } from '@/lib/server/records/moderation-state';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { type FoundRooms, RoomDirectory } from './room-directory';
import type { Rooms } from './rooms';

/** Rooms that nobody uses are kept for months. */
const USED_EVERY_MS = 6 * 60 * 60 * 1_000;
/** More than a node has open at once, unless somebody tries. */
const USED_MAX = 10_000;

/** Rooms that are there from the start: nobody made them, and nobody can. */
export function builtInRooms(ids: readonly string[]): ReadonlyMap<string, RoomRecord> {
  const record = (id: string): RoomRecord => ({
    id,
    kind: 'open',
    title: id,
    topic: '',
    revision: 0,
    madeAt: 0,
  });
  return new Map(ids.map((id) => [id, record(id)]));
}

/** Says who may be where. To whom a room is closed, it is not there: the answers are the same. */
export class RoomAccess {
  readonly #store: Rooms;
  readonly #builtIn: ReadonlyMap<string, RoomRecord>;
  readonly #directory: RoomDirectory;
  readonly #used: OnceIn;

  constructor(store: Rooms, builtIn: ReadonlyMap<string, RoomRecord>, now: () => number = Date.now) {
    this.#store = store;
    this.#builtIn = builtIn;
    this.#used = new OnceIn(USED_EVERY_MS, USED_MAX, now);
    this.#directory = new RoomDirectory({
      builtIn: [...builtIn.values()],
      listOpen: (known) => store.listOpen(known),
    });
  }

  /** @throws ChatError `room_unknown`, `store_unavailable` */
  async requireVisible(id: string, memberId: string): Promise<RoomRecord> {
    const room = await this.find(id);
    if (room === undefined || !(await this.#mayEnter(room, memberId))) throw new ChatError('room_unknown');
    this.used(id);
    return room;
  }

  /** Somebody has come for the room, or is there. The store is told once in a while, and again where it did not hear it. */
  used(id: string): void {
    // Of a built-in one there may be a record as well, which counts again once the settings do not name it.
    if (!this.#used.isDue(id)) return;
    this.#store.used(id).catch(() => this.#used.forget(id));
  }

  /** Whoever asks sees to it that nobody learns of it who may not. */
  async find(id: string): Promise<RoomRecord | undefined> {
    return this.#builtIn.get(id) ?? this.#store.find(id);
  }

  /**
   * What a moderation action relies on. A room that was there from the start is nobody's, whatever the store knows
   * of one that a member made at its address before.
   */
  stepOf(seen: RoomRecord, next?: RoomRecord): RoomStep | undefined {
    if (this.isBuiltIn(seen.id)) return undefined;
    return next === undefined ? { seen } : { seen, next };
  }

  isBuiltIn(id: string): boolean {
    return this.#builtIn.has(id);
  }

  /** Open rooms in which `search` stands, by title, at most `limit` behind the cursor `after`. */
  findOpen(search: string, after: string, limit: number): Promise<FoundRooms> {
    return this.#directory.find(search, after, limit);
  }

  async #mayEnter(room: RoomRecord, memberId: string): Promise<boolean> {
    switch (room.kind) {
      case 'open':
        return true;
      case 'private':
        return (
          room.owner?.id === memberId || (await this.#store.admissionOf(room.id, memberId)) !== undefined
        );
      case 'direct':
        return room.members?.some(({ id }) => id === memberId) ?? false;
    }
  }
}

/** What of a room goes to a member who may enter it. */
export function infoFor(record: RoomRecord, memberId: string | null, moderation?: ModerationState): RoomInfo {
  const { revision: _, madeAt: __, link: ___, invite, ...info } = record;
  const isOwner = invite !== undefined && record.owner?.id === memberId;
  return {
    ...info,
    ...(isOwner ? { invite } : {}),
    ...(moderation === undefined ? {} : visibleOf(moderation)),
  };
}

/** What everybody in a room sees of its moderation. */
const visibleOf = ({ moderators, isClosed, slowMs }: ModerationState) => ({
  ...(moderators.length === 0 ? {} : { moderators }),
  ...(isClosed ? { isClosed } : {}),
  ...(slowMs === 0 ? {} : { slowMs }),
});
