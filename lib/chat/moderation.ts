import type { z } from 'zod';
import type { moderationSchema } from './events/fields';
import type { Member } from './member';
import type { RoomInfo } from './room';

/** What a member is in a room. Each may do what those before it may. */
export type Role = 'member' | 'moderator' | 'owner' | 'admin';

const RANKS = { member: 0, moderator: 1, owner: 2, admin: 3 } as const satisfies Record<Role, number>;

export const isAtLeast = (role: Role, wanted: Role): boolean => RANKS[role] >= RANKS[wanted];

/** Whoever asks for something to be done. */
export interface Asker {
  readonly id: string;
  readonly isAdmin?: boolean;
}

/** Who has which role in a room. */
export type Roles = Partial<Pick<RoomInfo, 'kind' | 'owner' | 'moderators'>>;

export function roleIn(room: Roles, { id, isAdmin = false }: Asker): Role {
  if (room.kind === 'direct') return 'member'; // Nobody moderates a direct message, whoever they are.
  if (isAdmin) return 'admin';
  if (room.owner?.id === id) return 'owner';
  return room.moderators?.some((moderator) => moderator.id === id) ? 'moderator' : 'member';
}

/** What owners, moderators and administrators ask for. */
export type Moderation = z.infer<typeof moderationSchema>;
export type ModerationKind = Moderation['kind'];

/** What was done, as the log of the room and its moderation record tell it. */
export interface ModerationAction {
  readonly kind: ModerationKind | 'delete';
  readonly by: Member;
  /** In milliseconds since 1970, as is `until`. */
  readonly at: number;
  /** To whom it was done. Without a name where nobody knows it. */
  readonly member?: Member;
  /** Of a removal: how many more came by an earlier invite link, and were removed with the member for that. */
  readonly others?: number;
  /** Absent for good. */
  readonly until?: number;
  readonly everyMs?: number;
  /** Of a ban: nobody who is a guest comes in from where they came. */
  readonly withAddress?: boolean;
}

/** The member is no longer in the room: a moderator has removed them. */
export interface Removal {
  readonly room: string;
  readonly by: Member;
  readonly isBanned: boolean;
  /** Until when, in milliseconds since 1970; absent for good, or where they may come back at once. */
  readonly until?: number;
}

/** Somebody who is muted or banned, until then or for good. */
export interface Restriction {
  readonly member: Member;
  readonly by: Member;
  readonly until?: number;
}

export interface BanOnRecord extends Restriction {
  /** Is every guest kept out who comes from where they come from, whenever that is? */
  readonly withAddress?: true;
  /** Whom that has met up to now, as far as they had a name. */
  readonly others?: readonly Member[];
}

/** Who was moderated, and how; for owners, moderators and administrators. */
export interface ModerationRecord {
  /** The newest first. */
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

/** May somebody who is `asker` in the room do this, to somebody who is `target` there? */
export function mayModerate(kind: ModerationKind, asker: Role, target: Role = 'member'): boolean {
  if (!isAtLeast(asker, OF_OWNERS.has(kind) ? 'owner' : 'moderator')) return false;
  return OF_WHOM[kind]?.(target, asker) ?? true;
}

/** May `asker` delete this message? Its author may, and a moderator who is above the author. */
export function mayDelete(asker: Asker, message: { readonly author: Member }, room: Roles): boolean {
  if (asker.id === message.author.id) return true;
  const role = roleIn(room, asker);
  return isAtLeast(role, 'moderator') && isAbove(roleIn(room, { id: message.author.id }), role);
}
