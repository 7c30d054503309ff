import type { z } from 'zod';
import type { moderationSchema } from './events/fields';
import type { Member } from './member';
import type { RoomInfo } from './room';

/** What a member is in a room. Each may do what those before it may. */
export type Role = 'member' | 'moderator' | 'owner' | 'admin';

const RANKS = { member: 0, moderator: 1, owner: 2, admin: 3 } as const satisfies Record<Role, number>;

export const isAtLeast = (role: Role, wanted: Role): boolean => RANKS[role] >= RANKS[wanted];

/** Whoever asks for something to be done. */
export interface Actor {
  readonly id: string;
  readonly isAdmin?: boolean;
}

/** What decides on who keeps order in a room. */
export type Keepers = Partial<Pick<RoomInfo, 'kind' | 'owner' | 'moderators'>>;

export function roleIn(room: Keepers, { id, isAdmin = false }: Actor): Role {
  if (room.kind === 'direct') return 'member'; // Nobody keeps order between two, whoever they are.
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

/** The member is no longer in the room: somebody who keeps order there has seen to it. */
export interface Expulsion {
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

/** Who was kept in order and how; for owners, moderators and administrators. */
export interface ModerationRecord {
  /** The newest first. */
  readonly deeds: readonly ModerationAction[];
  readonly muted: readonly Restriction[];
  readonly banned: readonly BanOnRecord[];
}

const OF_OWNERS: ReadonlySet<ModerationKind> = new Set(['close', 'reopen', 'promote', 'demote', 'hand_over']);
const OF_WHOM: Partial<Record<ModerationKind, (target: Role, actor: Role) => boolean>> = {
  mute: isAbove,
  unmute: isAbove,
  kick: isAbove,
  ban: isAbove,
  promote: (target) => target === 'member',
  demote: (target) => target === 'moderator',
  hand_over: (target) => target !== 'owner',
};

function isAbove(target: Role, actor: Role): boolean {
  return RANKS[actor] > RANKS[target];
}

/** May somebody who is `actor` in the room do this, to somebody who is `target` there? */
export function mayModerate(kind: ModerationKind, actor: Role, target: Role = 'member'): boolean {
  if (!isAtLeast(actor, OF_OWNERS.has(kind) ? 'owner' : 'moderator')) return false;
  return OF_WHOM[kind]?.(target, actor) ?? true;
}

/** May `actor` delete this message? Its author may, and whoever keeps order and is above the author. */
export function mayDelete(actor: Actor, message: { readonly author: Member }, room: Keepers): boolean {
  if (actor.id === message.author.id) return true;
  const role = roleIn(room, actor);
  return isAtLeast(role, 'moderator') && isAbove(roleIn(room, { id: message.author.id }), role);
}
