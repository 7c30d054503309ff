import type { Member } from '@/lib/chat/member';
import type { ModerationAction, ModerationRecord, Restriction } from '@/lib/chat/moderation';
import type { Ban, ModerationState } from '@/lib/server/records/moderation-state';

/** How much is remembered; beyond that, the oldest is forgotten. */
const ACTIONS_MAX = 500;
const RESTRICTED_MAX = 1_000;
const MODERATORS_MAX = 100;
/** Up to this many others whom a ban caught are stored: one person may come back under name after name. */
const OTHERS_MAX = 50;
/** Without a bound, a banned member could come from everywhere, and have everybody there banned. */
const ADDRESSES_MAX = 20;

export const noModeration = (room: string): ModerationState => ({
  room,
  revision: 0,
  isClosed: false,
  slowMs: 0,
  moderators: [],
  muted: [],
  banned: [],
  actions: [],
});

/**
 * Somebody who may be kept out or muted. `addresses` are fingerprints of one address; absent if a site vouches for the member.
 */
export interface Restricted {
  readonly id: string;
  /** The member named by a classic client's cookie. */
  readonly cookieId?: string;
  readonly addresses?: readonly string[];
}

export const muteOf = ({ muted }: ModerationState, memberId: string, now: number): Restriction | undefined =>
  muted.find(({ member, until }) => member.id === memberId && isOn(until, now));

export const banOf = (
  { banned }: ModerationState,
  { id, cookieId, addresses = [] }: Restricted,
  now: number,
): Ban | undefined =>
  banned.find(
    (ban) =>
      (ban.member.id === id ||
        ban.member.id === cookieId ||
        addresses.some((address) => ban.addresses.includes(address))) &&
      isOn(ban.until, now),
  );

/** Returns the state after the action. @param owner the room's owner until then */
export function afterAction(
  moderation: ModerationState,
  action: ModerationAction,
  owner?: Member,
): ModerationState {
  return {
    ...moderation,
    ...changesOf(moderation, action, owner),
    actions: [action, ...moderation.actions].slice(0, ACTIONS_MAX),
  };
}

/** Adds an address that the banned member came from, so that nobody from there gets in either. */
export const withBannedAddress = (
  moderation: ModerationState,
  memberId: string,
  address: string,
): ModerationState => ({
  ...moderation,
  banned: moderation.banned.map((ban) =>
    ban.member.id === memberId && !ban.addresses.includes(address)
      ? { ...ban, addresses: [...ban.addresses, address].slice(-ADDRESSES_MAX) }
      : ban,
  ),
});

/** Adds somebody else whom the ban keeps out. Returns the same state if they are known, or enough others are. */
export function withOther(moderation: ModerationState, memberId: string, other: Member): ModerationState {
  const ban = moderation.banned.find(({ member }) => member.id === memberId);
  const { others = [] } = ban ?? {};
  if (ban === undefined || others.length >= OTHERS_MAX || others.some(({ id }) => id === other.id))
    return moderation;
  const changed = { ...ban, others: [...others, other] };
  return { ...moderation, banned: moderation.banned.map((each) => (each === ban ? changed : each)) };
}

export const recordOf = ({ actions, muted, banned }: ModerationState, now: number): ModerationRecord => ({
  actions,
  muted: muted.filter(({ until }) => isOn(until, now)),
  banned: banned.filter(({ until }) => isOn(until, now)).map(({ addresses: _, ...ban }) => ban),
});

function changesOf(
  moderation: ModerationState,
  action: ModerationAction,
  owner?: Member,
): Partial<ModerationState> {
  const { kind, member, at } = action;
  const { moderators, muted, banned } = moderation;
  switch (kind) {
    case 'mute':
      return { muted: restricted(muted, restriction(action), at) };
    case 'unmute':
      return { muted: without(muted, member) };
    case 'ban':
      return {
        banned: restricted(banned, { ...restriction(action), ...bannedPlaces(banned, action) }, at),
        moderators: withoutMember(moderators, member),
      };
    case 'unban':
      return { banned: without(banned, member) };
    case 'slow':
      return { slowMs: action.everyMs ?? 0 };
    case 'close':
    case 'reopen':
      return { isClosed: kind === 'close' };
    case 'promote':
      return { moderators: [...withoutMember(moderators, member), ...of(member)].slice(-MODERATORS_MAX) };
    case 'demote':
      return { moderators: withoutMember(moderators, member) };
    case 'hand_over':
      return {
        moderators: [...withoutMember(moderators, member), ...formerOwner(action, owner)].slice(
          -MODERATORS_MAX,
        ),
      };
    case 'remove':
    case 'delete':
      return {};
  }
}

const isOn = (until: number | undefined, now: number): boolean => until === undefined || until > now;

const of = (member: Member | undefined): Member[] => (member === undefined ? [] : [member]);

const withoutMember = (members: readonly Member[], gone: Member | undefined): Member[] =>
  members.filter(({ id }) => id !== gone?.id);

const without = <R extends Restriction>(list: readonly R[], member: Member | undefined): R[] =>
  list.filter((restriction) => restriction.member.id !== member?.id);

/** The previous owner stays as a moderator; an administrator who gives the room away was never its owner. */
const formerOwner = ({ by }: ModerationAction, owner: Member | undefined): Member[] =>
  by.id === owner?.id ? [by] : [];

/** A repeated ban keeps the addresses that are known. */
function bannedPlaces(
  banned: readonly Ban[],
  { member, withAddress = false }: ModerationAction,
): Omit<Ban, keyof Restriction> {
  if (!withAddress) return { addresses: [] };
  const before = banned.find((ban) => ban.member.id === member?.id);
  const { addresses = [], others } = before ?? {};
  return { withAddress, addresses, ...(others === undefined ? {} : { others }) };
}

/** Restrictions that have ended are forgotten when the next one of their kind is added. */
const restricted = <R extends Restriction>(list: readonly R[], added: R, now: number): R[] =>
  [...without(list, added.member).filter(({ until }) => isOn(until, now)), added].slice(-RESTRICTED_MAX);

function restriction({ member, by, until }: ModerationAction): Restriction {
  if (member === undefined) throw new Error('This action restricts nobody.');
  return { member, by, ...(until === undefined ? {} : { until }) };
}
