import { ChatError } from '@/lib/chat/errors';
import type { Asked } from '@/lib/chat/events/requests';
import type { Member } from '@/lib/chat/member';
import type { ModerationAction } from '@/lib/chat/moderation';
import { withDeadline } from '@/lib/server/config/deadline';
import { isSameSecret } from '@/lib/server/identity/same-secret';
import { checkMayEnter } from '@/lib/server/moderation/moderate';
import { ordered } from '@/lib/server/moderation/room-moderation';
import type { ModerationState } from '@/lib/server/records/moderation-state';
import { linkOf, type RoomRecord } from '@/lib/server/records/room-record';
import type { Admission } from '@/lib/server/rooms/admitted/admissions';
import { infoFor } from '@/lib/server/rooms/room-access';
import { calledNow } from './admitted-requests';
import type { ChatContext } from './chat-context';
import { tell } from './moderation-requests';
import {
  changeOwn,
  following,
  named,
  type RoomActor,
  type RoomAnswer,
  requireOwner,
  requireSeen,
  tellChanged,
  unguessable,
} from './room-requests';

/** Put out at a time: one deed in the record, and one entry of the log, which names them. */
const PUT_OUT_AT_ONCE = 50;

/** A store that does not answer in this time lets the owner ask again. */
const CHECK_DEADLINE_MS = 3_000;

/** Lets the actor in by the link that the room has when that is stored. */
export async function acceptInvite(
  context: ChatContext,
  actor: RoomActor,
  { room: id, invite }: Asked<'invite:accept'>,
): Promise<RoomAnswer> {
  const room = await context.access.find(id);
  if (room?.invite === undefined || !isSameSecret(room.invite, invite)) throw new ChatError('room_unknown');
  await checkMayEnter(context, id, actor);
  const admission = { ...requireSeen(actor), at: context.now(), by: linkOf(room) };
  await following(context, actor, id, async () => {
    if (!(await context.roomStore.admit(id, admission, room.invite))) throw new ChatError('room_unknown');
    return room;
  });
  return { room: infoFor(room, actor.id) };
}

/** From now on another link lets in. Whoever came by an earlier one is put out where that is asked for. */
export async function renewInvite(
  context: ChatContext,
  actor: RoomActor,
  { room: id, putsOut = false }: Asked<'invite:renew'>,
): Promise<RoomAnswer> {
  const by = putsOut ? named(actor) : undefined;
  // Whoever is put out hears it from a room that is open here.
  if (putsOut && !actor.rooms().includes(id)) await refuseNotJoined(context, actor, id);
  const changed = await changeOwn(context, actor, id, (record) => {
    if (record.kind !== 'private') throw new ChatError('not_allowed');
    return { ...record, invite: unguessable(context), link: linkOf(record) + 1 };
  });
  const answer = await tellChanged(context, actor, changed);
  if (by !== undefined) await putOutBefore(context, by, id, linkOf(changed));
  return answer;
}

/** Answers how many a new link could put out. */
export async function weighInvite(
  context: ChatContext,
  actor: RoomActor,
  { room: id }: Asked<'invite:weigh'>,
): Promise<{ others: number }> {
  const record = await context.access.enter(id, actor.id);
  await checkMayEnter(context, id, actor);
  requireOwner(record, actor);
  const order = await context.orders.of(id);
  const others = new Set<string>();
  for await (const page of pagesOf(context, id)) {
    for (const { id: memberId } of page.filter(cameBefore(record, order, linkOf(record) + 1))) {
      others.add(memberId);
    }
  }
  return { others: others.size };
}

async function* pagesOf({ roomStore }: ChatContext, id: string): AsyncGenerator<readonly Admission[]> {
  let after: string | undefined = '';
  while (after !== undefined) {
    const page = await roomStore.listAdmitted(id, after, PUT_OUT_AT_ONCE);
    yield page.admissions;
    after = page.after;
  }
}

/** Those who came by a link before this one, or nobody knows how. Whoever keeps order stays, and so does who owned the room. */
const cameBefore =
  ({ owner }: RoomRecord, { moderators }: ModerationState, link: number) =>
  ({ id, by }: Admission): boolean => {
    if (by === 'owner' || owner?.id === id || moderators.some((moderator) => moderator.id === id))
      return false;
    return by === undefined || by < link;
  };

async function refuseNotJoined({ access }: ChatContext, actor: RoomActor, id: string): Promise<never> {
  await access.enter(id, actor.id);
  throw new ChatError('room_not_joined');
}

/** May be asked again where it failed: whoever is not admitted any more and was not told is told then. */
async function putOutBefore(context: ChatContext, by: Member, id: string, link: number): Promise<void> {
  const told = new Set<string>();
  for await (const page of pagesOf(context, id)) {
    // The store may answer with more than were asked for.
    for (let at = 0; at < page.length; at += PUT_OUT_AT_ONCE) {
      const gone = await putOut(context, by, id, { link, page: page.slice(at, at + PUT_OUT_AT_ONCE) });
      for (const memberId of gone) told.add(memberId);
    }
  }
  await tellUntold(context, by, id, told);
}

/** Those who are there, at any node, and may not be: the word that puts them out was lost. */
async function tellUntold(
  context: ChatContext,
  by: Member,
  id: string,
  told: ReadonlySet<string>,
): Promise<void> {
  const { access, feeds, orders, presence, roomStore } = context;
  // A store that has just lost everything knows nobody, until nodes have put back what they know.
  await withDeadline(feeds.check(id), CHECK_DEADLINE_MS);
  const [record, order] = await Promise.all([access.find(id), orders.of(id)]);
  if (record === undefined) throw new ChatError('room_unknown');
  const keeps = new Set([record.owner, ...order.moderators].map((keeper) => keeper?.id));
  const there = presence.all(id).filter((member) => !keeps.has(member.id) && !told.has(member.id));
  for (let at = 0; at < there.length; at += PUT_OUT_AT_ONCE) {
    const asked = there.slice(at, at + PUT_OUT_AT_ONCE);
    const admissions = await Promise.all(asked.map((member) => roomStore.admissionOf(id, member.id)));
    const untold = asked.filter((_, index) => admissions[index] === undefined);
    if (untold.length > 0) await tellGone(context, by, id, untold);
  }
}

const tellGone = (context: ChatContext, by: Member, id: string, gone: readonly Admission[]): Promise<void> =>
  tell(
    context,
    id,
    deedOf(context, by, gone),
    gone.slice(1).map((admission) => admission.id),
  );

interface Whom {
  readonly link: number;
  readonly page: readonly Admission[];
}

/** Stored first, while the room is the actor's; then the log tells it to all nodes, which put out whoever is there. */
async function putOut(
  context: ChatContext,
  by: Member,
  id: string,
  { link, page }: Whom,
): Promise<readonly string[]> {
  const { access, orders, roomStore } = context;
  const find = async (order: ModerationState) => {
    const seen = await access.find(id);
    if (seen === undefined) throw new ChatError('room_unknown');
    requireOwner(seen, by);
    return { seen, whom: page.filter(cameBefore(seen, order, link)) };
  };
  if ((await find(await orders.of(id))).whom.length === 0) return [];
  const { whom } = await orders.change(id, async (before) => {
    const { seen, whom } = await find(before);
    const room = access.stepOf(seen);
    const order = whom.length === 0 ? before : ordered(before, deedOf(context, by, whom), seen.owner);
    return { order, whom, ...(room && { room }) };
  });
  const ids = whom.map((admission) => admission.id);
  let gone: readonly string[] = ids;
  try {
    gone = await roomStore.expelUpTo(id, ids, link - 1);
    await Promise.all(gone.map((memberId) => roomStore.unfollow(memberId, id)));
    for (const memberId of gone) context.tellRoomNews({ kind: 'unfollowed', memberId, roomId: id });
  } finally {
    // Even so: what was not answered in time may be stored, and then nobody would be found here again.
    const out = whom.filter((admission) => gone.includes(admission.id));
    if (out.length > 0) await tellGone(context, by, id, await calledNow(context, out));
  }
  return gone;
}

/** Of the first, and of how many others. */
function deedOf(
  { now }: ChatContext,
  by: Member,
  [first, ...others]: readonly Admission[],
): ModerationAction {
  const member = first && { member: { id: first.id, name: first.name ?? '' } };
  return { kind: 'kick', by, at: now(), ...member, ...(others.length > 0 && { others: others.length }) };
}
