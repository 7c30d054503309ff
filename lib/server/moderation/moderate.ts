import { ChatError } from '@/lib/chat/errors';
import type { Joined } from '@/lib/chat/events/session';
import { type Asker, isAtLeast, type Role, type Roles, roleIn } from '@/lib/chat/moderation';
import { blockIn, kindOf } from '@/lib/chat/room';
import { isVerified } from '@/lib/chat/verified';
import type { ConnectedAsker } from '@/lib/server/limits/connected-asker';
import type { Ban, ModerationState } from '@/lib/server/records/moderation-state';
import type { RoomRecord } from '@/lib/server/records/room-record';
import type { ModerationContext } from './moderation-context';
import {
  banOf,
  muteOf,
  noModeration,
  type Restricted,
  withBannedAddress,
  withOther,
} from './room-moderation';

type EnterContext = Pick<ModerationContext, 'rooms' | 'moderation' | 'node'>;

/** The roles in a room. */
export async function rolesOf(
  { rooms }: Pick<ModerationContext, 'rooms'>,
  moderation: ModerationState,
): Promise<Roles> {
  return rolesIn(await rooms.access.find(moderation.room), moderation);
}

export function rolesIn(record: RoomRecord | undefined, { room, moderators }: ModerationState): Roles {
  const owner = record?.owner;
  return { kind: kindOf(room), moderators, ...(owner === undefined ? {} : { owner }) };
}

/** Returns somebody's role in a room as the moderation has it now. */
export const roleOf = async (
  context: Pick<ModerationContext, 'rooms'>,
  moderation: ModerationState,
  asker: Asker,
): Promise<Role> => roleIn(await rolesOf(context, moderation), asker);

/** Returns the moderation of the room that they enter. @throws ChatError `banned` */
export async function checkMayEnter(
  context: EnterContext,
  room: string,
  member: ConnectedAsker,
): Promise<ModerationState> {
  const moderation = await context.moderation.cache.of(room);
  if (moderation.banned.length === 0) return moderation;
  const ban = await banIn(context, moderation, await rolesOf(context, moderation), member);
  if (ban === undefined) return moderation;
  if (ban.withAddress && ban.member.id === member.id) void banAddress(context, room, member);
  void noteReached(context, room, [{ ban, member }]);
  throw new ChatError('banned', untilOf(ban));
}

/**
 * Stores a banned member's address with a ban that includes it. The ban has none until a node meets the member: only the node
 * that they are connected to knows their address.
 */
export async function banAddress(
  { rooms, moderation: { cache }, node }: EnterContext,
  room: string,
  { id, address }: ConnectedAsker,
): Promise<void> {
  try {
    const fingerprints = await cache.fingerprints(address);
    const [fingerprint] = fingerprints;
    const { banned } = cache.known(room);
    const isKnown = ({ member, addresses }: Ban) =>
      member.id === id && fingerprints.some((known) => addresses.includes(known));
    if (fingerprint === undefined || banned.some(isKnown)) return;
    const { moderation } = await cache.change(room, (before) => ({
      moderation: withBannedAddress(before, id, fingerprint),
    }));
    const record = await rooms.access.find(room);
    if (record !== undefined) rooms.tellNews({ kind: 'room:changed', room: record, moderation });
  } catch (err) {
    node.logger.warn({ err, room }, 'could not store the address of a banned member');
  }
}

/** Returns the ban that keeps them out of the room, if any. */
async function banIn(
  context: Pick<ModerationContext, 'moderation' | 'node'>,
  moderation: ModerationState,
  roles: Roles,
  member: ConnectedAsker,
): Promise<Ban | undefined> {
  if (member.isAdmin) return undefined;
  return banOf(moderation, await restrictedAs(context, roles, member), context.node.now());
}

/** Removes banned members who are in the room at this node, however the node learned of the ban. */
export async function removeBanned(
  context: Pick<ModerationContext, 'rooms' | 'moderation' | 'members' | 'node'>,
  moderation: ModerationState,
): Promise<void> {
  if (moderation.banned.length === 0) return;
  const reached: Reached[] = [];
  try {
    const roles = await rolesOf(context, moderation);
    for (const tab of context.members.tabs.in(moderation.room)) {
      const member = tab.asker();
      const ban = await banIn(context, moderation, roles, member);
      if (ban === undefined) continue;
      tab.removed(moderation.room, { by: ban.by, isBanned: true, ...untilOf(ban) });
      reached.push({ ban, member });
    }
  } catch (err) {
    // Each of them is caught by whatever they do next.
    context.node.logger.warn({ err, room: moderation.room }, 'could not remove banned members at once');
  }
  await noteReached(context, moderation.room, reached);
}

/** Somebody whom a ban keeps out, and which ban. */
interface Reached {
  readonly ban: Ban;
  readonly member: ConnectedAsker;
}

/**
 * Lets the record say whom else a ban with the address caught. People without a name are left out: a moderator could not tell
 * who they are.
 */
async function noteReached(
  { moderation: { cache }, node }: Pick<ModerationContext, 'moderation' | 'node'>,
  room: string,
  reached: readonly Reached[],
): Promise<void> {
  const others = reached.flatMap(({ ban, member: { id, cookieId, name } }) =>
    ban.member.id === id || ban.member.id === cookieId || name == null
      ? []
      : [{ banned: ban.member.id, other: { id, name } }],
  );
  const noted = (moderation: ModerationState) =>
    others.reduce((before, { banned, other }) => withOther(before, banned, other), moderation);
  const known = cache.known(room);
  if (noted(known) === known) return; // Coming back time and again costs no write.
  try {
    await cache.change(room, (moderation) => ({ moderation: noted(moderation) }));
  } catch (err) {
    node.logger.warn({ err, room }, 'could not store whom else a ban caught');
  }
}

/** Returns the moderation of the room that they write in. @throws ChatError `banned`, `muted`, `room_closed` */
export async function checkMayWrite(
  context: EnterContext,
  room: string,
  member: ConnectedAsker,
): Promise<ModerationState> {
  if (kindOf(room) === 'direct') {
    await checkNotBlocked(context, room, member.id);
    return noModeration(room);
  }
  const moderation = await checkMayEnter(context, room, member);
  const mute = idsOf(member)
    .map((id) => muteOf(moderation, id, context.node.now()))
    .find(Boolean);
  if (mute !== undefined && !member.isAdmin) throw new ChatError('muted', untilOf(mute));
  if (moderation.isClosed && !isAtLeast(await roleOf(context, moderation, member), 'owner')) {
    throw new ChatError('room_closed');
  }
  return moderation;
}

/** @throws ChatError `blocked` or `has_blocked` if one of the two in a direct message has blocked the other */
export async function checkNotBlocked(
  { rooms }: Pick<ModerationContext, 'rooms'>,
  room: string,
  memberId: string,
): Promise<void> {
  const block = blockIn((await rooms.access.find(room)) ?? {}, memberId);
  if (block !== null) throw new ChatError(block === 'own' ? 'has_blocked' : 'blocked');
}

/**
 * The mute as a joining member is told it: as a duration, because the page has its own clock. Administrators may write all the
 * same.
 */
export function mutedIn(
  moderation: ModerationState,
  { id, isAdmin }: Asker,
  now: number,
): Pick<Joined, 'muted'> {
  const mute = isAdmin ? undefined : muteOf(moderation, id, now);
  if (mute === undefined) return {};
  return { muted: mute.until === undefined ? {} : { forMs: mute.until - now } };
}

/** @throws ChatError as {@link checkMayWrite}, and `rate_limited` if the room is slow and this is a new message */
export async function checkMaySpeak(
  context: EnterContext & Pick<ModerationContext, 'log' | 'limits'>,
  room: string,
  member: ConnectedAsker,
  messageId: string,
): Promise<void> {
  const moderation = await checkMayWrite(context, room, member);
  if (moderation.slowMs === 0 || (await roleOf(context, moderation, member)) !== 'member') return;
  // A message that is sent again, because its answer was lost, has had its turn.
  if ((await context.log.find(room, messageId)) !== null) return;
  await context.limits.slow({ room, memberId: member.cookieId ?? member.id, messageId }, moderation.slowMs);
}

/** Returns whether a ban of these addresses, as fingerprints, would keep them out. */
export async function isReachedFrom(
  context: Pick<ModerationContext, 'moderation'>,
  roles: Roles,
  member: ConnectedAsker,
  addresses: readonly string[],
): Promise<boolean> {
  const theirs = (await restrictedAs(context, roles, member)).addresses ?? [];
  return theirs.some((address) => addresses.includes(address));
}

/**
 * The person as bans see them. Their address counts only if no site vouches for them and they are not a moderator of the room:
 * otherwise a moderator who bans somebody in the same house would lock themselves out.
 */
async function restrictedAs(
  context: Pick<ModerationContext, 'moderation'>,
  roles: Roles,
  member: ConnectedAsker,
): Promise<Restricted> {
  const { id, cookieId, address } = member;
  if (isVerified(id) || isAtLeast(roleIn(roles, member), 'moderator')) return { id };
  const addresses = await context.moderation.cache.fingerprints(address);
  return { id, addresses, ...(cookieId === undefined ? {} : { cookieId }) };
}

const idsOf = ({ id, cookieId }: Pick<ConnectedAsker, 'id' | 'cookieId'>): readonly string[] =>
  cookieId === undefined ? [id] : [id, cookieId];

const untilOf = ({ until }: { readonly until?: number }) => (until === undefined ? {} : { until });
