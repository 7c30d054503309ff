import type { Member } from './member';

/**
 * `open`: anybody can find and enter it. `private`: for those who have its invite link, or were let in by it before. `direct`:
 * a direct message between two members. The id begins with the kind, so that none can be mistaken for another.
 */
export type RoomKind = 'open' | 'private' | 'direct';

export const ROOM_TITLE_MAX_CHARACTERS = 60;
export const ROOM_TOPIC_MAX_CHARACTERS = 250;

/** A room as a member who may enter it sees it. */
export interface RoomInfo {
  /** As in its address, `/rooms/ID`. */
  readonly id: string;
  readonly kind: RoomKind;
  /** Empty if the room is known by its members (`direct`). */
  readonly title: string;
  readonly topic: string;
  /** The owner, under the name that they had when they made it; absent for a built-in room. */
  readonly owner?: Member;
  /** The two members of a direct message, under their current names. */
  readonly members?: readonly Member[];
  readonly moderators?: readonly Member[];
  /** Whether only its owner and administrators may write. */
  readonly isClosed?: boolean;
  /** The least time between two messages of one member, in milliseconds; absent for no limit. */
  readonly slowMs?: number;
  /** Lets others into a private room; only its owner is told. */
  readonly invite?: string;
  /** Ids of the members of a direct message who have blocked the other. */
  readonly blockedBy?: readonly string[];
}

const KIND_PREFIX = { private: 'private-', direct: 'direct-' } as const;

/** Makes the id of a private or direct room, from an unguessable part, or from one that only the two members lead to. */
export const hiddenRoomId = (kind: 'private' | 'direct', part: string): string => KIND_PREFIX[kind] + part;

export function kindOf(roomId: string): RoomKind {
  if (roomId.startsWith(KIND_PREFIX.private)) return 'private';
  return roomId.startsWith(KIND_PREFIX.direct) ? 'direct' : 'open';
}

/** A room's id as it appears in addresses. */
export const ROOM_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Returns a direct message with the two members' current names; the same object if they have not changed. */
export function withNames<T extends Pick<RoomInfo, 'members'>>(
  room: T,
  names: ReadonlyMap<string, string>,
): T {
  const { members = [] } = room;
  if (members.every(({ id, name }) => (names.get(id) ?? name) === name)) return room;
  return { ...room, members: members.map(({ id, name }) => ({ id, name: names.get(id) ?? name })) };
}

/** Returns the other member of a direct message; oneself in one with oneself. */
export const otherOf = ({ members = [] }: Pick<RoomInfo, 'members'>, memberId: string): Member | undefined =>
  members.find(({ id }) => id !== memberId) ?? members[0];

/**
 * Returns whose block keeps people from writing in a direct message, as one of its members sees it: their own, or else the
 * other's.
 */
export function blockIn(
  { blockedBy = [] }: Pick<RoomInfo, 'blockedBy'>,
  memberId: string,
): 'own' | 'other' | null {
  if (blockedBy.length === 0) return null;
  return blockedBy.includes(memberId) ? 'own' : 'other';
}
