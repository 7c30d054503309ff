import type { Member } from './member';

/**
 * `open`: anybody finds and enters it. `private`: who has its invite link, or was let in by it before. `direct`: a
 * conversation of two. The kind is the beginning of the id, so that none can be taken for another.
 */
export type RoomKind = 'open' | 'private' | 'direct';

export const ROOM_TITLE_MAX_CHARACTERS = 60;
export const ROOM_TOPIC_MAX_CHARACTERS = 250;

/** A room as whoever may enter it sees it. */
export interface RoomInfo {
  /** As it stands in its address, `/rooms/ID`. */
  readonly id: string;
  readonly kind: RoomKind;
  /** Empty where the room is known by who is in it (`direct`). */
  readonly title: string;
  readonly topic: string;
  /** Whose it is, as they were called when they made it; absent where it was there from the start. */
  readonly owner?: Member;
  /** The two of a direct message, as they are called. */
  readonly members?: readonly Member[];
  readonly moderators?: readonly Member[];
  /** Only its owner and administrators write there. */
  readonly isClosed?: boolean;
  /** Between two messages of one member, in milliseconds; absent for as they like. */
  readonly slowMs?: number;
  /** What lets others into a private room; only its owner is told. */
  readonly invite?: string;
  /** Ids of those of the two in a direct message who have blocked the other. */
  readonly blockedBy?: readonly string[];
}

const KIND_PREFIX = { private: 'private-', direct: 'direct-' } as const;

/** The id of a private or direct room, from an unguessable part or one that only the two can agree on. */
export const hiddenRoomId = (kind: 'private' | 'direct', part: string): string => KIND_PREFIX[kind] + part;

export function kindOf(roomId: string): RoomKind {
  if (roomId.startsWith(KIND_PREFIX.private)) return 'private';
  return roomId.startsWith(KIND_PREFIX.direct) ? 'direct' : 'open';
}

/** The name of a room, as it stands in addresses. */
export const ROOM_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** What an open room that is made with this title might be called in addresses; '' where nothing of it can stand there. */
export const roomIdLike = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');

/** A direct message with what the two are called by now; the very same where they are called so in it. */
export function withNames<T extends Pick<RoomInfo, 'members'>>(
  room: T,
  names: ReadonlyMap<string, string>,
): T {
  const { members = [] } = room;
  if (members.every(({ id, name }) => (names.get(id) ?? name) === name)) return room;
  return { ...room, members: members.map(({ id, name }) => ({ id, name: names.get(id) ?? name })) };
}

/** The other of the two in a direct message; in one with oneself, oneself. */
export const otherOf = ({ members = [] }: Pick<RoomInfo, 'members'>, memberId: string): Member | undefined =>
  members.find(({ id }) => id !== memberId) ?? members[0];

/**
 * Whether nobody writes in a direct message, as a member sees it: because it has blocked the other, or else the other it.
 */
export function blockIn(
  { blockedBy = [] }: Pick<RoomInfo, 'blockedBy'>,
  memberId: string,
): 'own' | 'other' | null {
  if (blockedBy.length === 0) return null;
  return blockedBy.includes(memberId) ? 'own' : 'other';
}
