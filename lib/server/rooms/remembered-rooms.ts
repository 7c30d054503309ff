import type { RoomRecord } from '@/lib/server/records/room-record';
import { type Admission, type Admissions, admittedAgain } from './admitted/admissions';
import type { MyRooms, Rooms } from './rooms';

interface Memory {
  /** When the node last learned something about the room, in milliseconds since 1970. */
  at: number;
  record?: RoomRecord;
  /** How each admitted member was let in, by id. */
  readonly admitted: Map<string, Admission>;
  readonly addedBy: Set<string>;
}

/** More than a node has open at once, unless somebody tries. */
export const REMEMBERED_MAX = 10_000;
/**
 * Members who were let in or have the room in their list, in all rooms together. It needs a bound: anybody may add an open
 * room, again and again under new identities.
 */
export const MEMBERS_MAX = 200_000;

/** A room that nobody has asked for in this time may have ended, and is not put back. */
const REMEMBERED_MS = 24 * 60 * 60 * 1_000;

export interface RememberedRooms extends Rooms {
  /**
   * Puts back what this node remembers of a room into a store that has lost it. Idempotent. If nobody knows whether the store
   * has lost anything, a room that is still there is left alone, because somebody may just have been removed from it. If the
   * loss is known, an open room counts as written in just now.
   */
  putBack(room: string, isLossKnown: boolean): Promise<void>;
  /** Forgets who was let in, to look it up again: somebody may have been removed while this node did not listen to the room. */
  forgetAdmissions(room: string): void;
  /** Called when another node has removed somebody from the room. */
  forgetAdmission(room: string, memberId: string): void;
  /** How much this node remembers. */
  remembered(): { readonly rooms: number; readonly members: number };
}

/**
 * The same rooms, with what this node has seen of them remembered: a store that lost its newest entries, or all of them, has
 * lost rooms as well, and what was said in a room is worth nothing to people who cannot enter it.
 */
export function rememberRooms(store: Rooms, now: () => number = Date.now): RememberedRooms {
  const memories = new RoomMemories(now);
  return {
    ...store,
    ...rememberRecords(store, memories),
    ...rememberAdmissions(store, memories),
    ...rememberMyRooms(store, memories),
    used: async (id) => {
      memories.used(id);
      await store.used(id);
    },
    endUnused: async (keep, isKept) => {
      const ended = await store.endUnused(keep, isKept);
      for (const id of ended) memories.forget(id);
      return ended;
    },
    putBack: (id, isLossKnown) => putBack(store, memories, id, isLossKnown),
    forgetAdmissions: (id) => memories.forgetAdmissions(id),
    forgetAdmission: (id, memberId) => memories.remove('admitted', id, memberId),
    remembered: () => memories.size,
  };
}

/** What is remembered of the rooms that were asked for most recently. */
class RoomMemories {
  readonly #now: () => number;
  readonly #memories = new Map<string, Memory>();
  #members = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): { readonly rooms: number; readonly members: number } {
    return { rooms: this.#memories.size, members: this.#members };
  }

  freshOf(id: string): Memory | undefined {
    const memory = this.#memories.get(id);
    return memory !== undefined && memory.at > this.#now() - REMEMBERED_MS ? memory : undefined;
  }

  admissionOf(id: string, memberId: string): Admission | undefined {
    return this.#memories.get(id)?.admitted.get(memberId);
  }

  /** Somebody who just sits in a room asks for nothing, yet the room is in use. */
  used(id: string): void {
    const memory = this.freshOf(id);
    if (memory !== undefined) memory.at = this.#now();
  }

  remember(record: RoomRecord): RoomRecord {
    this.#memoryOf(record.id).record = record;
    return record;
  }

  noteAddedBy(id: string, memberId: string): void {
    const { addedBy } = this.#memoryOf(id);
    this.#members -= addedBy.size;
    this.#members += addedBy.add(memberId).size;
    this.#dropMembers(id);
  }

  addAdmitted(id: string, admission: Admission): void {
    const { admitted } = this.#memoryOf(id);
    this.#members -= admitted.size;
    this.#members += admitted.set(admission.id, admission).size;
    this.#dropMembers(id);
  }

  /** Returns whether it was there. */
  remove(kind: 'admitted' | 'addedBy', id: string, memberId: string): boolean {
    const isRemoved = this.#memories.get(id)?.[kind].delete(memberId) ?? false;
    if (isRemoved) this.#members -= 1;
    return isRemoved;
  }

  forgetAdmissions(id: string): void {
    this.#members -= this.#memories.get(id)?.admitted.size ?? 0;
    this.#memories.get(id)?.admitted.clear();
  }

  forget(id: string): void {
    const { admitted, addedBy } = this.#memories.get(id) ?? {};
    this.#members -= (admitted?.size ?? 0) + (addedBy?.size ?? 0);
    this.#memories.delete(id);
  }

  #memoryOf(id: string): Memory {
    const fresh = this.freshOf(id);
    if (fresh === undefined) this.forget(id);
    const memory: Memory = fresh ?? { at: 0, admitted: new Map(), addedBy: new Set() };
    memory.at = this.#now();
    this.#memories.delete(id);
    this.#memories.set(id, memory);
    const [oldest] = this.#memories.keys();
    if (this.#memories.size > REMEMBERED_MAX && oldest !== undefined) this.forget(oldest);
    return memory;
  }

  /** Forgets members of the room that was asked for least recently; in the last room left, those who came first. */
  #dropMembers(latest: string): void {
    while (this.#members > MEMBERS_MAX && this.#memories.size > 0) {
      const [oldest = latest] = this.#memories.keys();
      const [first = ''] = this.#memories.get(latest)?.addedBy ?? [];
      if (oldest !== latest || !this.remove('addedBy', latest, first)) this.forget(oldest);
    }
  }
}

const rememberRecords = (store: Rooms, memories: RoomMemories) => ({
  find: async (id: string) => newest(store, memories, id, await store.find(id)),
  make: async (record: RoomRecord) => memories.remember(await store.make(record)),
  replace: async (record: RoomRecord) => {
    const isReplaced = await store.replace(record);
    if (isReplaced) memories.remember(record);
    return isReplaced;
  },
  stored: async (record: RoomRecord) => store.stored(memories.remember(record)),
  restore: async (record: RoomRecord) => memories.remember(await store.restore(record)),
});

const rememberAdmissions = (
  store: Rooms,
  memories: RoomMemories,
): Omit<Admissions, 'readmit' | 'listAdmitted'> => ({
  admit: async (id, admission, link) => {
    const isAdmitted = await store.admit(id, admission, link);
    const known = memories.admissionOf(id, admission.id);
    if (isAdmitted) memories.addAdmitted(id, admittedAgain(known, admission));
    return isAdmitted;
  },
  nameAdmitted: async (id, member) => {
    const known = memories.admissionOf(id, member.id);
    // A member who comes in has just been looked up, so a known name needs no write.
    if (known?.name === member.name) return;
    await store.nameAdmitted(id, member);
    if (known !== undefined) memories.addAdmitted(id, { ...known, name: member.name });
  },
  revoke: async (id, memberId) => {
    memories.remove('admitted', id, memberId);
    await store.revoke(id, memberId);
  },
  revokeUpTo: async (id, memberIds, link) => {
    const gone = await store.revokeUpTo(id, memberIds, link);
    for (const memberId of gone) memories.remove('admitted', id, memberId);
    return gone;
  },
  admissionOf: async (id, memberId) => {
    const admission = await store.admissionOf(id, memberId);
    if (admission !== undefined) memories.addAdmitted(id, admission);
    return admission;
  },
});

const rememberMyRooms = (store: Rooms, memories: RoomMemories): MyRooms => ({
  addToMyRooms: async (memberId, id) => {
    const isNew = await store.addToMyRooms(memberId, id);
    memories.noteAddedBy(id, memberId);
    return isNew;
  },
  show: async (memberId, id) => {
    const isNew = await store.show(memberId, id);
    memories.noteAddedBy(id, memberId);
    return isNew;
  },
  removeFromMyRooms: async (memberId, id) => {
    memories.remove('addedBy', id, memberId);
    await store.removeFromMyRooms(memberId, id);
  },
  listMyRooms: async (memberId) => {
    const ids = await store.listMyRooms(memberId);
    for (const id of ids) memories.noteAddedBy(id, memberId);
    return ids;
  },
});

/** What the store has, or else had: no room disappears while anybody asks for it, and its revision only grows. */
async function newest(
  store: Rooms,
  memories: RoomMemories,
  id: string,
  found: RoomRecord | undefined,
): Promise<RoomRecord | undefined> {
  const known = memories.freshOf(id)?.record;
  if (known === undefined || (found?.revision ?? 0) >= known.revision)
    return found && memories.remember(found);
  return memories.remember(await store.restore(known));
}

async function putBack(
  store: Rooms,
  memories: RoomMemories,
  id: string,
  isLossKnown: boolean,
): Promise<void> {
  const memory = memories.freshOf(id);
  if (memory === undefined) return;
  const { revision = 0 } = memory.record ?? {};
  const found = revision === 0 ? undefined : await store.find(id);
  if (!isLossKnown && (found?.revision ?? 0) >= revision) return;
  const record = revision > 0 ? await newest(store, memories, id, found) : undefined;
  // Only a room with messages can have lost some, and the node that restored the record first may not have known of the loss.
  if (isLossKnown && record !== undefined) await store.written(record);
  await Promise.all([
    ...[...memory.admitted.values()].map((admission) => store.readmit(id, admission)),
    // A member who has too many rooms by now does without this one.
    ...[...memory.addedBy].map((memberId) => store.addToMyRooms(memberId, id).catch(() => false)),
  ]);
}
