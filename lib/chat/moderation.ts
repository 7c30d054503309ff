import type { z } from 'zod';
import type { moderationSchema } from './events/fields';
import type { Member } from './member';
import type { RoomInfo } from './room';

/** A member's role in a room. Each may do what those before it may. */
export type Role = 'member' | 'moderator' | 'owner' | 'admin';

const RANKS = { member: 0, moderator: 1, owner: 2, admin: 3 } as const satisfies Record<Role, number>;

export const isAtLeast = (role: Role, wanted: Role): boolean => RANKS[role] >= RANKS[wanted];

/** Somebody who makes a request. */
export interface Asker {
  readonly id: string;
  readonly isAdmin?: boolean;
}

export type Roles = Partial<Pick<RoomInfo, 'kind' | 'owner' | 'moderators'>>;

export function roleIn(room: Roles, { id, isAdmin = false }: Asker): Role {
  if (room.kind === 'direct') return 'member'; // Nobody moderates a direct message, not even administrators.
  if (isAdmin) return 'admin';
  if (room.owner?.id === id) return 'owner';
  return room.moderators?.some((moderator) => moderator.id === id) ? 'moderator' : 'member';
}

/** What owners, moderators and administrators may request. */
export type Moderation = z.infer<typeof moderationSchema>;
export type ModerationKind = Moderation['kind'];

/** What was done, as in the room's log and its moderation record. */
export interface ModerationAction {
  readonly kind: ModerationKind | 'delete';
  readonly by: Member;
  /** In milliseconds since 1970, as is `until`. */
  readonly at: number;
  /** The member to whom it was done; without a name if nobody knows it. */
  readonly member?: Member;
  /** For a removal: how many more were removed with the member, because they too came by an earlier invite link. */
  readonly others?: number;
  /** Absent for good. */
  readonly until?: number;
  readonly everyMs?: number;
  /** For a ban: keeps out all guests from the member's addresses, too. */
  readonly withAddress?: boolean;
}

/** Tells the member that a moderator has removed them from the room. */
export interface Removal {
  readonly room: string;
  readonly by: Member;
  readonly isBanned: boolean;
  /** Until when, in milliseconds since 1970; absent for good, or if they may come back at once. */
  readonly until?: number;
}

/** Somebody who is muted or banned, until then or for good. */
export interface Restriction {
  readonly member: Member;
  readonly by: Member;
  readonly until?: number;
}

export interface BanOnRecord extends Restriction {
  /** Whether guests from the member's addresses are kept out as well, including addresses that the member uses later. */
  readonly withAddress?: true;
  /** Whom it has kept out so far, if they had a name. */
  readonly others?: readonly Member[];
}

/** Who was moderated, and how; for owners, moderators and administrators. */
export interface ModerationRecord {
  /** Newest first. */
  readonly actions: readonly ModerationAction[];
  readonly muted: readonly Restriction[];
  readonly banned: readonly BanOnRecord[];
}

const OF_OWNERS: ReadonlySet<ModerationKind> = new Set(['close', 'reopen', 'promote', 'demote', 'hand_over']);
const OF_WHOM: Partial<Record<ModerationKind, (target: Role, asker: Role) => boolean>> = {
  mute: isAbove,
  unmute: isAbove,
  remove: isAbove,
  ban: isAbove,
  promote: (target) => target === 'member',
  demote: (target) => target === 'moderator',
  hand_over: (target) => target !== 'owner',
};

function isAbove(target: Role, asker: Role): boolean {
  return RANKS[asker] > RANKS[target];
}

/** Returns whether somebody with the role `asker` may do this to somebody with the role `target`. */
export function mayModerate(kind: ModerationKind, asker: Role, target: Role = 'member'): boolean {
  if (!isAtLeast(asker, OF_OWNERS.has(kind) ? 'owner' : 'moderator')) return false;
  return OF_WHOM[kind]?.(target, asker) ?? true;
}

/** Returns whether `asker` may delete this message: its author may, and a moderator who ranks above the author. */
export function mayDelete(asker: Asker, message: { readonly author: Member }, room: Roles): boolean {
  if (asker.id === message.author.id) return true;
  const role = roleIn(room, asker);
  return isAtLeast(role, 'moderator') && isAbove(roleIn(room, { id: message.author.id }), role);
}
