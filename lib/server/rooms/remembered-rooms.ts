import type { RoomRecord } from '@/lib/server/records/room-record';
import { type Admission, admittedAgain } from './admitted/admissions';
import type { Rooms } from './rooms';

interface Memory {
  /** When something of it was last learned, in milliseconds since 1970. */
  at: number;
  record?: RoomRecord;
  /** How each of them was let in, by id. */
  readonly admitted: Map<string, Admission>;
  readonly followers: Set<string>;
}

/** More than a node has open at once, unless somebody tries. */
export const REMEMBERED_MAX = 10_000;
/** Members who were let in or follow, over all of them: anybody may follow an open room, and again as somebody else. */
export const MEMBERS_MAX = 200_000;

/** What nobody has asked for in this time may have ended, and is not brought back. */
const REMEMBERED_MS = 24 * 60 * 60 * 1_000;

export interface RememberedRooms extends Rooms {
  /**
   * Puts back what this node remembers of a room into a store that has lost it. Idempotent. Where it is not known that
   * the store has lost anything, a room that is still there is left alone: somebody may just have been put out of it.
   * Where it is known, an open room counts as written in just now.
   */
  putBack(room: string, isLossKnown: boolean): Promise<void>;
  /** Who was let in is learned anew: somebody may have been put out while this node did not hear the room. */
  forgetAdmissions(room: string): void;
  /** Somebody was put out of the room at another node. */
  forgetAdmission(room: string, memberId: string): void;
  /** How much it remembers. */
  remembered(): { readonly rooms: number; readonly members: number };
}

/**
 * The same rooms, of which this node remembers what it was told: a store that lost its newest entries, or all, has lost
 * rooms as well, and what was said in them is worth nothing to those who cannot enter.
 */
export function rememberRooms(store: Rooms, now: () => number = Date.now): RememberedRooms {
  const memories = new Map<string, Memory>();
  let members = 0;

  function freshOf(id: string): Memory | undefined {
    const memory = memories.get(id);
    return memory !== undefined && memory.at > now() - REMEMBERED_MS ? memory : undefined;
  }

  function memoryOf(id: string): Memory {
    const fresh = freshOf(id);
    if (fresh === undefined) forget(id);
    const memory: Memory = fresh ?? { at: 0, admitted: new Map(), followers: new Set() };
    memory.at = now();
    memories.delete(id);
    memories.set(id, memory);
    const [oldest] = memories.keys();
    if (memories.size > REMEMBERED_MAX && oldest !== undefined) forget(oldest);
    return memory;
  }

  function forget(id: string): void {
    const { admitted, followers } = memories.get(id) ?? {};
    members -= (admitted?.size ?? 0) + (followers?.size ?? 0);
    memories.delete(id);
  }

  function addFollower(id: string, memberId: string): void {
    const { followers } = memoryOf(id);
    members -= followers.size;
    members += followers.add(memberId).size;
    while (members > MEMBERS_MAX && memories.size > 0) dropMember(id);
  }

  function addAdmitted(id: string, admission: Admission): void {
    const { admitted } = memoryOf(id);
    members -= admitted.size;
    members += admitted.set(admission.id, admission).size;
    while (members > MEMBERS_MAX && memories.size > 0) dropMember(id);
  }

  /** Of the room that was asked about least lately; of the last one, whoever came first. */
  function dropMember(latest: string): void {
    const [oldest = latest] = memories.keys();
    const [first = ''] = memories.get(latest)?.followers ?? [];
    if (oldest !== latest || !remove('followers', latest, first)) forget(oldest);
  }

  function remove(kind: 'admitted' | 'followers', id: string, memberId: string): boolean {
    const isRemoved = memories.get(id)?.[kind].delete(memberId) ?? false;
    if (isRemoved) members -= 1;
    return isRemoved;
  }

  function remember(record: RoomRecord): RoomRecord {
    memoryOf(record.id).record = record;
    return record;
  }

  /** What the store has, or what it had: no room is unmade while anybody asks for it, and its revision only grows. */
  async function newest(id: string, found: RoomRecord | undefined): Promise<RoomRecord | undefined> {
    const known = freshOf(id)?.record;
    if (known === undefined || (found?.revision ?? 0) >= known.revision) return found && remember(found);
    return remember(await store.restore(known));
  }

  return {
    ...store,
    make: async (record) => remember(await store.make(record)),
    replace: async (record) => {
      const isReplaced = await store.replace(record);
      if (isReplaced) remember(record);
      return isReplaced;
    },
    stored: async (record) => store.stored(remember(record)),
    restore: async (record) => remember(await store.restore(record)),
    find: async (id) => newest(id, await store.find(id)),
    admit: async (id, admission, link) => {
      const isAdmitted = await store.admit(id, admission, link);
      const known = memories.get(id)?.admitted.get(admission.id);
      if (isAdmitted) addAdmitted(id, admittedAgain(known, admission));
      return isAdmitted;
    },
    nameAdmitted: async (id, member) => {
      const known = memories.get(id)?.admitted.get(member.id);
      // Whoever comes in has just been looked up: nothing is written for those whose name is known.
      if (known?.name === member.name) return;
      await store.nameAdmitted(id, member);
      if (known !== undefined) addAdmitted(id, { ...known, name: member.name });
    },
    expel: async (id, memberId) => {
      remove('admitted', id, memberId);
      await store.expel(id, memberId);
    },
    expelUpTo: async (id, memberIds, link) => {
      const gone = await store.expelUpTo(id, memberIds, link);
      for (const memberId of gone) remove('admitted', id, memberId);
      return gone;
    },
    admissionOf: async (id, memberId) => {
      const admission = await store.admissionOf(id, memberId);
      if (admission !== undefined) addAdmitted(id, admission);
      return admission;
    },
    follow: async (memberId, id) => {
      const isNew = await store.follow(memberId, id);
      addFollower(id, memberId);
      return isNew;
    },
    show: async (memberId, id) => {
      const isNew = await store.show(memberId, id);
      addFollower(id, memberId);
      return isNew;
    },
    unfollow: async (memberId, id) => {
      remove('followers', id, memberId);
      await store.unfollow(memberId, id);
    },
    listFollowed: async (memberId) => {
      const ids = await store.listFollowed(memberId);
      for (const id of ids) addFollower(id, memberId);
      return ids;
    },
    used: async (id) => {
      const memory = freshOf(id);
      // Whoever sits there asks for nothing, and the room is in use all the same.
      if (memory !== undefined) memory.at = now();
      await store.used(id);
    },
    endUnused: async (keep, isKept) => {
      const ended = await store.endUnused(keep, isKept);
      for (const id of ended) forget(id);
      return ended;
    },
    putBack: async (id, isLossKnown) => {
      const memory = freshOf(id);
      if (memory === undefined) return;
      const { revision = 0 } = memory.record ?? {};
      const found = revision === 0 ? undefined : await store.find(id);
      if (!isLossKnown && (found?.revision ?? 0) >= revision) return;
      const record = revision > 0 ? await newest(id, found) : undefined;
      // Only what has words can have lost some, and whoever restored the record first may not have known that.
      if (isLossKnown && record !== undefined) await store.written(record);
      await Promise.all([
        ...[...memory.admitted.values()].map((admission) => store.readmit(id, admission)),
        // Whoever follows too many rooms by now does without this one.
        ...[...memory.followers].map((memberId) => store.follow(memberId, id).catch(() => false)),
      ]);
    },
    forgetAdmissions: (id) => {
      members -= memories.get(id)?.admitted.size ?? 0;
      memories.get(id)?.admitted.clear();
    },
    forgetAdmission: (id, memberId) => void remove('admitted', id, memberId),
    remembered: () => ({ rooms: memories.size, members }),
  };
}
