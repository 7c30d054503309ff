import { ChatError } from '@/lib/chat/errors';
import type { RoomInfo } from '@/lib/chat/room';
import { OnceIn } from '@/lib/server/limits/once-in';
import type { ModerationState, RoomStep } from '@/lib/server/records/moderation-state';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { createOwnTurn, type OwnTurn } from './own-turn';
import { type FoundRooms, RoomDirectory } from './room-directory';
import type { Rooms } from './rooms';

/** Rooms are kept for months without use, so hours do not matter. */
const USED_EVERY_MS = 6 * 60 * 60 * 1_000;
/** More than a node has open at once, unless somebody tries. */
const USED_MAX = 10_000;

/** The rooms that exist from the start: nobody made them, and nobody can. */
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

/** Decides who may be where. To somebody who may not enter, a room looks as if it did not exist: the answers are the same. */
export class RoomAccess {
  readonly #store: Rooms;
  readonly #builtIn: ReadonlyMap<string, RoomRecord>;
  readonly #directory: RoomDirectory;
  readonly #used: OnceIn;

  constructor(
    store: Rooms,
    builtIn: ReadonlyMap<string, RoomRecord>,
    now: () => number = Date.now,
    ownTurn: OwnTurn = createOwnTurn(),
  ) {
    this.#store = store;
    this.#builtIn = builtIn;
    this.#used = new OnceIn(USED_EVERY_MS, USED_MAX, now);
    this.#directory = new RoomDirectory({
      builtIn: [...builtIn.values()],
      listOpen: (known) => store.listOpen(known),
      ownTurn,
    });
  }

  /** @throws ChatError `room_unknown`, `store_unavailable` */
  async requireVisible(id: string, memberId: string): Promise<RoomRecord> {
    const room = await this.find(id);
    if (room === undefined || !(await this.#mayEnter(room, memberId))) throw new ChatError('room_unknown');
    this.used(id);
    return room;
  }

  /**
   * Called when somebody opens the room or is in it. Tells the store once in a while, and again if the store did not answer.
   */
  used(id: string): void {
    // A built-in room may have a record as well, which counts again once the settings no longer name the room.
    if (!this.#used.isDue(id)) return;
    this.#store.used(id).catch(() => this.#used.forget(id));
  }

  /** Does not check access: the caller must tell nothing of the room to members who may not enter. */
  async find(id: string): Promise<RoomRecord | undefined> {
    return this.#builtIn.get(id) ?? this.#store.find(id);
  }

  /**
   * What a moderation action relies on. A built-in room belongs to nobody, even if the store has a room that a member once made
   * at its address.
   */
  stepOf(seen: RoomRecord, next?: RoomRecord): RoomStep | undefined {
    if (this.isBuiltIn(seen.id)) return undefined;
    return next === undefined ? { seen } : { seen, next };
  }

  isBuiltIn(id: string): boolean {
    return this.#builtIn.has(id);
  }

  /** Finds open rooms whose text contains `search`, by title, at most `limit` of them from behind the cursor `after`. */
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

/** Returns what a member who may enter a room is told about it. */
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
