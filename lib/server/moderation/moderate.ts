import { ChatError } from '@/lib/chat/errors';
import type { Joined } from '@/lib/chat/events/session';
import { type Actor, isAtLeast, type Keepers, type Role, roleIn } from '@/lib/chat/moderation';
import { blockIn, kindOf } from '@/lib/chat/room';
import { isVerified } from '@/lib/chat/verified';
import type { ModeratedMember } from '@/lib/server/members/member-tabs';
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

type EnterContext = Pick<ModerationContext, 'access' | 'orders' | 'now' | 'tellRoomNews' | 'logger'>;

/** Who keeps order in a room. */
export async function keepersOf(
  { access }: Pick<ModerationContext, 'access'>,
  order: ModerationState,
): Promise<Keepers> {
  return keepersIn(await access.find(order.room), order);
}

export function keepersIn(record: RoomRecord | undefined, { room, moderators }: ModerationState): Keepers {
  const owner = record?.owner;
  return { kind: kindOf(room), moderators, ...(owner === undefined ? {} : { owner }) };
}

/** What somebody is in a room, as it is kept now. */
export const roleOf = async (
  context: Pick<ModerationContext, 'access'>,
  order: ModerationState,
  actor: Actor,
): Promise<Role> => roleIn(await keepersOf(context, order), actor);

/** Answers how order is kept in the room that they enter. @throws ChatError `banned` */
export async function checkMayEnter(
  context: EnterContext,
  room: string,
  member: ModeratedMember,
): Promise<ModerationState> {
  const order = await context.orders.of(room);
  if (order.banned.length === 0) return order;
  const ban = await banIn(context, order, await keepersOf(context, order), member);
  if (ban === undefined) return order;
  if (ban.withAddress && ban.member.id === member.id) void banAddress(context, room, member);
  void noteReached(context, room, [{ ban, member }]);
  throw new ChatError('banned', untilOf(ban));
}

/**
 * Whoever is banned with the address has none until they are met: only the node that they are connected to knows where they
 * come from.
 */
export async function banAddress(
  { access, orders, tellRoomNews, logger }: Omit<EnterContext, 'now'>,
  room: string,
  { id, address }: ModeratedMember,
): Promise<void> {
  try {
    const fingerprints = await orders.fingerprints(address);
    const [fingerprint] = fingerprints;
    const { banned } = orders.known(room);
    const isKnown = ({ member, addresses }: Ban) =>
      member.id === id && fingerprints.some((known) => addresses.includes(known));
    if (fingerprint === undefined || banned.some(isKnown)) return;
    const { order } = await orders.change(room, (before) => ({
      order: withBannedAddress(before, id, fingerprint),
    }));
    const record = await access.find(room);
    if (record !== undefined) tellRoomNews({ kind: 'changed', room: record, order });
  } catch (err) {
    logger.warn({ err, room }, 'the address of somebody who is banned could not be stored');
  }
}

/** What keeps them out of the room. */
async function banIn(
  context: Pick<ModerationContext, 'orders' | 'now'>,
  order: ModerationState,
  keepers: Keepers,
  member: ModeratedMember,
): Promise<Ban | undefined> {
  if (member.isAdmin) return undefined;
  return banOf(order, await restrictedAs(context, keepers, member), context.now());
}

/** Puts out whoever is in the room at this node and banned, by whichever way it was learned how order is kept there. */
export async function putOutBanned(
  context: Pick<ModerationContext, 'access' | 'orders' | 'tabs' | 'now' | 'logger'>,
  order: ModerationState,
): Promise<void> {
  if (order.banned.length === 0) return;
  const reached: Reached[] = [];
  try {
    const keepers = await keepersOf(context, order);
    for (const tab of context.tabs.in(order.room)) {
      const member = tab.actor();
      const ban = await banIn(context, order, keepers, member);
      if (ban === undefined) continue;
      tab.expelled(order.room, { by: ban.by, isBanned: true, ...untilOf(ban) });
      reached.push({ ban, member });
    }
  } catch (err) {
    // Each of them is met all the same, by what they do next.
    context.logger.warn({ err, room: order.room }, 'who is banned could not be removed at once');
  }
  await noteReached(context, order.room, reached);
}

/** Somebody who is kept out, and by which ban. */
interface Reached {
  readonly ban: Ban;
  readonly member: ModeratedMember;
}

/** So that the record says whom else a ban with the address meets. Who has no name yet is nobody to whoever reads it. */
async function noteReached(
  { orders, logger }: Pick<ModerationContext, 'orders' | 'logger'>,
  room: string,
  reached: readonly Reached[],
): Promise<void> {
  const others = reached.flatMap(({ ban, member: { id, cookieId, name } }) =>
    ban.member.id === id || ban.member.id === cookieId || name == null
      ? []
      : [{ banned: ban.member.id, other: { id, name } }],
  );
  const noted = (order: ModerationState) =>
    others.reduce((before, { banned, other }) => withOther(before, banned, other), order);
  const known = orders.known(room);
  if (noted(known) === known) return; // Whoever knocks time and again costs no write.
  try {
    await orders.change(room, (order) => ({ order: noted(order) }));
  } catch (err) {
    logger.warn({ err, room }, 'whom else a ban meets could not be stored');
  }
}

/** Answers how order is kept in the room that they write in. @throws ChatError `banned`, `muted`, `room_closed` */
export async function checkMayWrite(
  context: EnterContext,
  room: string,
  member: ModeratedMember,
): Promise<ModerationState> {
  if (kindOf(room) === 'direct') {
    await checkNotBlocked(context, room, member.id);
    return noModeration(room);
  }
  const order = await checkMayEnter(context, room, member);
  const mute = idsOf(member)
    .map((id) => muteOf(order, id, context.now()))
    .find(Boolean);
  if (mute !== undefined && !member.isAdmin) throw new ChatError('muted', untilOf(mute));
  if (order.isClosed && !isAtLeast(await roleOf(context, order, member), 'owner')) {
    throw new ChatError('room_closed');
  }
  return order;
}

/** @throws ChatError `blocked` or `has_blocked`, where one of the two in a direct conversation has blocked the other */
export async function checkNotBlocked(
  { access }: Pick<ModerationContext, 'access'>,
  room: string,
  memberId: string,
): Promise<void> {
  const block = blockIn((await access.find(room)) ?? {}, memberId);
  if (block !== null) throw new ChatError(block === 'own' ? 'has_blocked' : 'blocked');
}

/** As whoever joins is told it: for how long, as the page has a clock of its own. Administrators write all the same. */
export function mutedIn(order: ModerationState, { id, isAdmin }: Actor, now: number): Pick<Joined, 'muted'> {
  const mute = isAdmin ? undefined : muteOf(order, id, now);
  if (mute === undefined) return {};
  return { muted: mute.until === undefined ? {} : { forMs: mute.until - now } };
}

/** @throws ChatError as {@link checkMayWrite}, and `rate_limited` where the room is slow and this is a new message */
export async function checkMaySpeak(
  context: EnterContext & Pick<ModerationContext, 'log' | 'limits'>,
  room: string,
  member: ModeratedMember,
  messageId: string,
): Promise<void> {
  const order = await checkMayWrite(context, room, member);
  if (order.slowMs === 0 || (await roleOf(context, order, member)) !== 'member') return;
  // Who asks again because no answer came has had the turn.
  if ((await context.log.find(room, messageId)) !== null) return;
  await context.limits.slow({ room, memberId: member.cookieId ?? member.id, messageId }, order.slowMs);
}

/** Would a ban of these addresses, as fingerprints, keep them out? */
export async function isReachedFrom(
  context: Pick<ModerationContext, 'orders'>,
  keepers: Keepers,
  member: ModeratedMember,
  addresses: readonly string[],
): Promise<boolean> {
  const theirs = (await restrictedAs(context, keepers, member)).addresses ?? [];
  return theirs.some((address) => addresses.includes(address));
}

/**
 * As a ban knows somebody: where a member comes from counts only if nobody vouches for it, and it does not keep order there.
 * Whoever bans somebody of the same house would be out of their own room.
 */
async function restrictedAs(
  context: Pick<ModerationContext, 'orders'>,
  keepers: Keepers,
  member: ModeratedMember,
): Promise<Restricted> {
  const { id, cookieId, address } = member;
  if (isVerified(id) || isAtLeast(roleIn(keepers, member), 'moderator')) return { id };
  const addresses = await context.orders.fingerprints(address);
  return { id, addresses, ...(cookieId === undefined ? {} : { cookieId }) };
}

const idsOf = ({ id, cookieId }: Pick<ModeratedMember, 'id' | 'cookieId'>): readonly string[] =>
  cookieId === undefined ? [id] : [id, cookieId];

const untilOf = ({ until }: { readonly until?: number }) => (until === undefined ? {} : { until });
