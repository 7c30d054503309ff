import type { Moderated } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Asked } from '@/lib/chat/events/requests';
import type { Member } from '@/lib/chat/member';
import {
  isAtLeast,
  type Moderation,
  type ModerationAction,
  type ModerationRecord,
  mayModerate,
  roleIn,
} from '@/lib/chat/moderation';
import type { RoomInfo } from '@/lib/chat/room';
import { roleOf } from '@/lib/server/moderation/moderate';
import { afterAction, recordOf } from '@/lib/server/moderation/room-moderation';
import type { ModerationState } from '@/lib/server/records/moderation-state';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { infoFor } from '@/lib/server/rooms/room-access';
import { calledNow } from './admitted-requests';
import type { ChatContext } from './chat-context';
import { findMemberIn } from './direct-requests';
import { findJoined } from './find-joined';
import { named, type PageAsker } from './room-requests';

/**
 * Moderates a room that the asker has joined. First it is stored, then the log tells it to all nodes and pages: what
 * fails in between may be asked again.
 */
export async function moderateRoom(
  context: ChatContext,
  asker: PageAsker,
  { room, action: asked }: Asked<'room:moderate'>,
): Promise<{ room: RoomInfo }> {
  const { record, moderation: known } = await findMayModerate(context, asker, room, asked);
  const by = named(asker);
  const whom = 'member' in asked ? await findWhom(context, record, known, asked.member) : undefined;
  const action = actionOf(asked, by, context.node.now(), whom);
  // Who came back as its owner only would be shut out of it by giving it away.
  if (action.kind === 'hand_over' && record.kind === 'private' && record.owner) {
    await context.rooms.store.admit(room, { ...record.owner, at: context.node.now(), by: 'owner' });
  }
  const { changed, moderation } = await carryOut(context, asker, record, { asked, action });
  try {
    await removeMember(context, record, action);
  } finally {
    // Even so: whoever is banned by now has to go, at every node.
    await tell(context, room, action);
  }
  context.rooms.tellNews({ kind: 'changed', room: changed, moderation });
  return { room: infoFor(changed, asker.id, moderation) };
}

/**
 * Answers how many others would be removed by banning somebody with the address: only how many, as whoever may ban could ask for
 * each member who comes from where another does.
 */
export async function previewBan(
  context: ChatContext,
  asker: PageAsker,
  { room, member }: Asked<'ban:preview'>,
): Promise<{ others: number }> {
  await findMayModerate(context, asker, room, { kind: 'ban', member, forMs: null, withAddress: true });
  return { others: await context.moderation.banReach.othersIn(context.node.randomId(), room, member) };
}

/** @throws ChatError `not_allowed` for whoever only talks there */
export async function readRecord(
  context: ChatContext,
  asker: PageAsker,
  { room }: Asked<'room:record'>,
): Promise<ModerationRecord> {
  const { moderation } = await findJoined(context, asker, room);
  if (!isAtLeast(await roleOf(context, moderation, asker), 'moderator')) throw new ChatError('not_allowed');
  return recordOf(moderation, context.node.now());
}

/** @throws ChatError `not_allowed`, or where they have not joined the room */
async function findMayModerate(context: ChatContext, asker: PageAsker, room: string, asked: Moderation) {
  const found = await findJoined(context, asker, room);
  checkMayModerate(found.record, found.moderation, asker, asked);
  return found;
}

function checkMayModerate(
  record: RoomRecord,
  { moderators }: ModerationState,
  asker: PageAsker,
  asked: Moderation,
): void {
  const room = { ...record, moderators };
  const target = 'member' in asked ? roleIn(room, { id: asked.member }) : 'member';
  if (!mayModerate(asked.kind, roleIn(room, asker), target)) throw new ChatError('not_allowed');
  // A room that was there from the start is nobody's.
  if (asked.kind === 'hand_over' && record.owner === undefined) throw new ChatError('not_allowed');
}

/** Somebody who is there, was lately, may enter, or is known to the moderators. */
async function findWhom(
  context: ChatContext,
  record: RoomRecord,
  { moderators, muted, banned }: ModerationState,
  id: string,
): Promise<Member> {
  const restricted = [...muted, ...banned].map(({ member }) => member);
  const known = [...moderators, ...restricted, ...(record.owner ? [record.owner] : [])];
  const found = known.find((member) => member.id === id);
  if (found !== undefined) return found;
  const admission =
    record.kind === 'private' ? await context.rooms.store.admissionOf(record.id, id) : undefined;
  if (admission === undefined) return findMemberIn(context, [record.id], id);
  const [called] = await calledNow(context, [admission]);
  return { id, name: called?.name ?? '' };
}

function actionOf(asked: Moderation, by: Member, at: number, member: Member | undefined): ModerationAction {
  const forMs = 'forMs' in asked ? asked.forMs : null;
  return {
    kind: asked.kind,
    by,
    at,
    ...(member === undefined ? {} : { member }),
    ...(forMs === null ? {} : { until: at + forMs }),
    ...(asked.kind === 'slow' ? { everyMs: asked.everyMs } : {}),
    ...(asked.kind === 'ban' && asked.withAddress ? { withAddress: true } : {}),
  };
}

/** Stores the action while the asker may do it: another may give the room away, or take the right away, at that moment. */
async function carryOut(
  context: ChatContext,
  asker: PageAsker,
  { id }: RoomRecord,
  { asked, action }: { readonly asked: Moderation; readonly action: ModerationAction },
): Promise<{ readonly changed: RoomRecord; readonly moderation: ModerationState }> {
  const { moderation, changed } = await context.moderation.cache.change(id, async (before) => {
    const seen = await context.rooms.access.find(id);
    if (seen === undefined) throw new ChatError('room_unknown');
    checkMayModerate(seen, before, asker, asked);
    const next = handedOver(seen, action);
    const room = context.rooms.access.stepOf(seen, next);
    return {
      moderation: afterAction(before, action, seen.owner),
      changed: next ?? seen,
      ...(room && { room }),
    };
  });
  if (action.kind === 'hand_over') await context.rooms.store.stored(changed);
  return { changed, moderation };
}

function handedOver(record: RoomRecord, { kind, member }: ModerationAction): RoomRecord | undefined {
  if (kind !== 'hand_over' || member === undefined) return undefined;
  return { ...record, owner: member, revision: record.revision + 1 };
}

/** Whoever is removed has the room no longer among theirs, and is not let into a private one again. */
async function removeMember(
  context: ChatContext,
  record: RoomRecord,
  { kind, member }: ModerationAction,
): Promise<void> {
  if (member === undefined || (kind !== 'remove' && kind !== 'ban')) return;
  if (record.kind === 'private') await context.rooms.store.revoke(record.id, member.id);
  await context.rooms.store.removeFromMyRooms(member.id, record.id);
  context.rooms.tellNews({ kind: 'removed', memberId: member.id, roomId: record.id });
}

/** @param others ids of further members to whom the same was done */
export async function tell(
  { liveRooms, node }: ChatContext,
  room: string,
  action: ModerationAction,
  others: readonly string[] = [],
): Promise<void> {
  const more = others.length === 0 ? {} : { others };
  const entry: Moderated = {
    kind: 'moderated',
    id: `moderation:${node.randomId()}`,
    action,
    ...more,
    at: action.at,
  };
  await liveRooms.append(room, entry);
}
