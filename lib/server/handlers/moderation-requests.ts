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
 * Moderates a room that the asker has joined. Stores the action first; then the log tells it to all nodes and pages. A request
 * that fails in between may be repeated.
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
  // An owner may have come back without being admitted; giving the room away would shut them out.
  if (action.kind === 'hand_over' && record.kind === 'private' && record.owner) {
    await context.rooms.store.admit(room, { ...record.owner, at: context.node.now(), by: 'owner' });
  }
  const { changed, moderation } = await carryOut(context, asker, record, { asked, action });
  try {
    await removeMember(context, record, action);
  } finally {
    // Even after a failure: a member who is banned by now has to go, at every node.
    await tell(context, room, action);
  }
  context.rooms.tellNews({ kind: 'room:changed', room: changed, moderation });
  return { room: infoFor(changed, asker.id, moderation) };
}

/**
 * Returns how many others a ban of a member with the address would remove. It returns only the number, because a moderator
 * could otherwise find out for each member who shares an address with whom.
 */
export async function previewBan(
  context: ChatContext,
  asker: PageAsker,
  { room, member }: Asked<'ban:preview'>,
): Promise<{ others: number }> {
  await findMayModerate(context, asker, room, { kind: 'ban', member, forMs: null, withAddress: true });
  return { others: await context.moderation.banReach.othersIn(context.node.randomId(), room, member) };
}

/** @throws ChatError `not_allowed` for an ordinary member */
export async function readRecord(
  context: ChatContext,
  asker: PageAsker,
  { room }: Asked<'room:record'>,
): Promise<ModerationRecord> {
  const { moderation } = await findJoined(context, asker, room);
  if (!isAtLeast(await roleOf(context, moderation, asker), 'moderator')) throw new ChatError('not_allowed');
  return recordOf(moderation, context.node.now());
}

/** @throws ChatError `not_allowed`, or why they are not in the room */
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
  // A built-in room belongs to nobody.
  if (asked.kind === 'hand_over' && record.owner === undefined) throw new ChatError('not_allowed');
}

/** Finds somebody who is there, recently was, may enter, or is known to the moderators. */
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

/**
 * Stores the action only if the asker may still do it: another may give the room away, or take the right away, at the same
 * moment.
 */
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

/** Takes the room from a removed member's list, and revokes their admission to a private one. */
async function removeMember(
  context: ChatContext,
  record: RoomRecord,
  { kind, member }: ModerationAction,
): Promise<void> {
  if (member === undefined || (kind !== 'remove' && kind !== 'ban')) return;
  if (record.kind === 'private') await context.rooms.store.revoke(record.id, member.id);
  await context.rooms.store.removeFromMyRooms(member.id, record.id);
  context.rooms.tellNews({ kind: 'my-rooms:removed', memberId: member.id, roomId: record.id });
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
