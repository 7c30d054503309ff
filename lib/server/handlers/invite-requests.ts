import { ChatError } from '@/lib/chat/errors';
import type { Asked } from '@/lib/chat/events/requests';
import type { Member } from '@/lib/chat/member';
import type { ModerationAction } from '@/lib/chat/moderation';
import { withDeadline } from '@/lib/server/config/deadline';
import { isSameSecret } from '@/lib/server/identity/same-secret';
import { checkMayEnter } from '@/lib/server/moderation/moderate';
import { afterAction } from '@/lib/server/moderation/room-moderation';
import type { ModerationState } from '@/lib/server/records/moderation-state';
import { linkOf, type RoomRecord } from '@/lib/server/records/room-record';
import type { Admission } from '@/lib/server/rooms/admitted/admissions';
import { infoFor } from '@/lib/server/rooms/room-access';
import { calledNow } from './admitted-requests';
import type { ChatContext } from './chat-context';
import { tell } from './moderation-requests';
import {
  addingToMyRooms,
  changeOwn,
  named,
  type PageAsker,
  type RoomAnswer,
  requireOwner,
  requireSeen,
  tellChanged,
  unguessable,
} from './room-requests';

/** How many are removed at a time: one action in the record, and one entry of the log, which names them. */
const REMOVED_AT_ONCE = 50;

/** If the store does not answer in this time, the owner may ask again. */
const CHECK_DEADLINE_MS = 3_000;

/** Lets the asker in if the room still has this link when that is stored. */
export async function acceptInvite(
  context: ChatContext,
  asker: PageAsker,
  { room: id, invite }: Asked<'invite:accept'>,
): Promise<RoomAnswer> {
  const room = await context.rooms.access.find(id);
  if (room?.invite === undefined || !isSameSecret(room.invite, invite)) throw new ChatError('room_unknown');
  await checkMayEnter(context, id, asker);
  const admission = { ...requireSeen(asker), at: context.node.now(), by: linkOf(room) };
  await addingToMyRooms(context, asker, id, async () => {
    if (!(await context.rooms.store.admit(id, admission, room.invite))) throw new ChatError('room_unknown');
    return room;
  });
  return { room: infoFor(room, asker.id) };
}

/** Replaces the invite link, and removes members who came by an earlier one if that is asked for. */
export async function renewInvite(
  context: ChatContext,
  asker: PageAsker,
  { room: id, removesEarlier = false }: Asked<'invite:renew'>,
): Promise<RoomAnswer> {
  const by = removesEarlier ? named(asker) : undefined;
  // Those removed are told in the room, so the owner must have joined it.
  if (removesEarlier && !asker.rooms().includes(id)) await refuseNotJoined(context, asker, id);
  const changed = await changeOwn(context, asker, id, (record) => {
    if (record.kind !== 'private') throw new ChatError('not_allowed');
    return { ...record, invite: unguessable(context), link: linkOf(record) + 1 };
  });
  const answer = await tellChanged(context, asker, changed);
  if (by !== undefined) await removeEarlier(context, by, id, linkOf(changed));
  return answer;
}

/** Returns how many members a new link could remove. */
export async function previewInvite(
  context: ChatContext,
  asker: PageAsker,
  { room: id }: Asked<'invite:preview'>,
): Promise<{ others: number }> {
  const record = await context.rooms.access.requireVisible(id, asker.id);
  await checkMayEnter(context, id, asker);
  requireOwner(record, asker);
  const moderation = await context.moderation.cache.of(id);
  const others = new Set<string>();
  for await (const page of pagesOf(context, id)) {
    for (const { id: memberId } of page.filter(cameBefore(record, moderation, linkOf(record) + 1))) {
      others.add(memberId);
    }
  }
  return { others: others.size };
}

async function* pagesOf({ rooms }: ChatContext, id: string): AsyncGenerator<readonly Admission[]> {
  let after: string | undefined = '';
  while (after !== undefined) {
    const page = await rooms.store.listAdmitted(id, after, REMOVED_AT_ONCE);
    yield page.admissions;
    after = page.after;
  }
}

/** Matches members who came by an earlier link, or nobody knows how. Moderators stay, and so do present and previous owners. */
const cameBefore =
  ({ owner }: RoomRecord, { moderators }: ModerationState, link: number) =>
  ({ id, by }: Admission): boolean => {
    if (by === 'owner' || owner?.id === id || moderators.some((moderator) => moderator.id === id))
      return false;
    return by === undefined || by < link;
  };

async function refuseNotJoined({ rooms }: ChatContext, asker: PageAsker, id: string): Promise<never> {
  await rooms.access.requireVisible(id, asker.id);
  throw new ChatError('room_not_joined');
}

/** May be repeated if it failed: members who are no longer admitted, but were not told, are told then. */
async function removeEarlier(context: ChatContext, by: Member, id: string, link: number): Promise<void> {
  const told = new Set<string>();
  for await (const page of pagesOf(context, id)) {
    // The store may return more than the limit.
    for (let at = 0; at < page.length; at += REMOVED_AT_ONCE) {
      const gone = await remove(context, by, id, { link, page: page.slice(at, at + REMOVED_AT_ONCE) });
      for (const memberId of gone) told.add(memberId);
    }
  }
  await tellUntold(context, by, id, told);
}

/** Tells members who are present, at any node, but no longer admitted: the news of their removal was lost. */
async function tellUntold(
  context: ChatContext,
  by: Member,
  id: string,
  told: ReadonlySet<string>,
): Promise<void> {
  const { rooms, liveRooms } = context;
  // A store that has just lost everything knows nobody until nodes have put back what they know.
  await withDeadline(liveRooms.check(id), CHECK_DEADLINE_MS);
  const [record, moderation] = await Promise.all([rooms.access.find(id), context.moderation.cache.of(id)]);
  if (record === undefined) throw new ChatError('room_unknown');
  const staying = new Set([record.owner, ...moderation.moderators].map((member) => member?.id));
  const present = liveRooms.find(id)?.roster.members ?? [];
  const there = present.filter((member) => !staying.has(member.id) && !told.has(member.id));
  for (let at = 0; at < there.length; at += REMOVED_AT_ONCE) {
    const asked = there.slice(at, at + REMOVED_AT_ONCE);
    const admissions = await Promise.all(asked.map((member) => rooms.store.admissionOf(id, member.id)));
    const untold = asked.filter((_, index) => admissions[index] === undefined);
    if (untold.length > 0) await tellGone(context, by, id, untold);
  }
}

const tellGone = (context: ChatContext, by: Member, id: string, gone: readonly Admission[]): Promise<void> =>
  tell(
    context,
    id,
    actionOf(context, by, gone),
    gone.slice(1).map((admission) => admission.id),
  );

interface Whom {
  readonly link: number;
  readonly page: readonly Admission[];
}

/**
 * Stores the removal first, while the room is the asker's. Then the log tells all nodes, which remove the members who are
 * there.
 */
async function remove(
  context: ChatContext,
  by: Member,
  id: string,
  { link, page }: Whom,
): Promise<readonly string[]> {
  const { rooms } = context;
  const { cache } = context.moderation;
  const find = async (moderation: ModerationState) => {
    const seen = await rooms.access.find(id);
    if (seen === undefined) throw new ChatError('room_unknown');
    requireOwner(seen, by);
    return { seen, whom: page.filter(cameBefore(seen, moderation, link)) };
  };
  if ((await find(await cache.of(id))).whom.length === 0) return [];
  const { whom } = await cache.change(id, async (before) => {
    const { seen, whom } = await find(before);
    const room = rooms.access.stepOf(seen);
    const moderation =
      whom.length === 0 ? before : afterAction(before, actionOf(context, by, whom), seen.owner);
    return { moderation, whom, ...(room && { room }) };
  });
  const ids = whom.map((admission) => admission.id);
  let gone: readonly string[] = ids;
  try {
    gone = await rooms.store.revokeUpTo(id, ids, link - 1);
    await Promise.all(gone.map((memberId) => rooms.store.removeFromMyRooms(memberId, id)));
    for (const memberId of gone) context.rooms.tellNews({ kind: 'my-rooms:removed', memberId, roomId: id });
  } finally {
    // Even after a failure: a change that was not confirmed in time may be stored, and then nobody would find these members
    // again.
    const out = whom.filter((admission) => gone.includes(admission.id));
    if (out.length > 0) await tellGone(context, by, id, await calledNow(context, out));
  }
  return gone;
}

/** Names the first, and says how many others. */
function actionOf(
  { node }: ChatContext,
  by: Member,
  [first, ...others]: readonly Admission[],
): ModerationAction {
  const member = first && { member: { id: first.id, name: first.name ?? '' } };
  return {
    kind: 'remove',
    by,
    at: node.now(),
    ...member,
    ...(others.length > 0 && { others: others.length }),
  };
}
