import type { Member } from '@/lib/chat/member';
import type { Listed } from './store/presence';

/** A member in a room, at this node. */
export interface LocalMember {
  member: Member;
  tabs: number;
  leaving?: NodeJS.Timeout;
  /** Lists requested before this member was stored, which therefore say nothing of them. `null` while they are being stored. */
  listsBefore: number | null;
}

/** The members in the rooms of this node, as it knows by itself. */
export class LocalMembers {
  readonly #rooms = new Map<string, Map<string, LocalMember>>();

  [Symbol.iterator]() {
    return this.#rooms[Symbol.iterator]();
  }

  has(room: string): boolean {
    return this.#rooms.has(room);
  }

  in(room: string): ReadonlyMap<string, LocalMember> | undefined {
    return this.#rooms.get(room);
  }

  find(room: string, memberId: string): LocalMember | undefined {
    return this.#rooms.get(room)?.get(memberId);
  }

  put(room: string, local: LocalMember): void {
    const members = this.#rooms.get(room) ?? new Map<string, LocalMember>();
    this.#rooms.set(room, members.set(local.member.id, local));
  }

  delete(room: string, memberId: string): void {
    const members = this.#rooms.get(room);
    members?.delete(memberId);
    if (members?.size === 0) this.#rooms.delete(room);
  }

  stopLeaving(): void {
    for (const members of this.#rooms.values()) {
      for (const { leaving } of members.values()) clearTimeout(leaving);
    }
  }
}

/** How the store's list of a room differs from the members here. */
interface Comparison {
  /** The listed members, under the names that they have here. */
  readonly members: readonly Member[];
  /** Members here who are not in the list, or not under their name. */
  readonly missing: readonly LocalMember[];
  /** Those of them who were stored before the list was requested. */
  readonly lost: readonly LocalMember[];
  /** Listed only because of this node, and not here: what it once wrote is out of date, or arrived late. */
  readonly ghosts: readonly Member[];
}

/** @param list the number of the list, as {@link LocalMember.listsBefore} counts them */
export function compareWithList(
  { members, onlyHere }: Listed,
  here: ReadonlyMap<string, LocalMember> = new Map(),
  list: number,
): Comparison {
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const missing = [...here.values()].filter(({ member: { id, name } }) => names.get(id) !== name);
  const isGhost = ({ id }: Member) => onlyHere?.has(id) === true && !here.has(id);
  return {
    members: members
      .filter((member) => !isGhost(member))
      .map((member) => here.get(member.id)?.member ?? member),
    missing,
    lost: missing.filter(({ listsBefore }) => listsBefore !== null && listsBefore < list),
    ghosts: members.filter(isGhost),
  };
}
