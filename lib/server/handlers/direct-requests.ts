import { createHash } from 'node:crypto';
import { isMessage } from '@/lib/chat/entry';
import { ChatError } from '@/lib/chat/errors';
import type { Asked } from '@/lib/chat/events/requests';
import type { Member } from '@/lib/chat/member';
import { hiddenRoomId, type RoomInfo } from '@/lib/chat/room';
import { ANSWER_MAX_BYTES } from '@/lib/server/feeds/missing-entries';
import { LoggedEntry } from '@/lib/server/log/logged-entry';
import { checkNotBlocked } from '@/lib/server/moderation/moderate';
import { noModeration } from '@/lib/server/moderation/room-moderation';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { infoFor } from '@/lib/server/rooms/room-access';
import { hasPlaceForDirect } from '@/lib/server/rooms/rooms';
import { changeRecord } from './change-record';
import type { ChatContext } from './chat-context';
import { nowCalled } from './direct-names';
import { addingToMyRooms, checkMayBegin, named, type PageAsker } from './room-requests';

/** How many of a room's newest entries are searched for somebody who is no longer there. */
const AUTHORS_LOOKED_AT = 200;

export async function openDirect(
  context: ChatContext,
  asker: PageAsker,
  { member: otherId }: Asked<'direct:open'>,
): Promise<{ room: RoomInfo }> {
  const self = named(asker);
  const other = otherId === self.id ? self : await findMemberIn(context, asker.rooms(), otherId);
  const members = other.id === self.id ? [self] : [self, other];
  const record: RoomRecord = {
    id: hiddenRoomId('direct', directPart(members.map(({ id }) => id))),
    kind: 'direct',
    title: '',
    topic: '',
    members,
    revision: 1,
    madeAt: context.node.now(),
  };
  if (other.id !== self.id) await checkHasPlace(context, record.id, other.id);
  const stored = await addingToMyRooms(context, asker, record.id, async (isNew) => {
    const found = await nowCalled(context, await context.rooms.store.make(record));
    if (isNew) checkMayBegin(found, self);
    return found;
  });
  return { room: infoFor(stored, self.id) };
}

/**
 * An existing direct message may always be read again; a new one that would reach nobody is not begun.
 * @throws ChatError `directs_too_many`
 */
async function checkHasPlace({ rooms }: ChatContext, roomId: string, otherId: string): Promise<void> {
  if ((await rooms.store.find(roomId)) !== undefined) return;
  if (!hasPlaceForDirect(await rooms.store.listMyRooms(otherId))) throw new ChatError('directs_too_many');
}

/**
 * Blocks the other member, or unblocks them. While there is a block, nobody writes in the direct message: the step that would
 * store a message refuses it.
 * @throws ChatError `not_allowed` in any other room, and in a direct message with oneself
 */
export async function blockDirect(
  context: ChatContext,
  asker: PageAsker,
  { room: id, isBlocked }: Asked<'direct:block'>,
): Promise<{ room: RoomInfo }> {
  const { members = [] } = await context.rooms.access.requireVisible(id, asker.id);
  if (members.length < 2) throw new ChatError('not_allowed');
  const changed = await changeRecord(context, id, ({ blockedBy = [], ...room }) => {
    const others = blockedBy.filter((memberId) => memberId !== asker.id);
    const blockers = isBlocked ? [...others, asker.id] : others;
    return { ...room, ...(blockers.length > 0 && { blockedBy: blockers }) };
  });
  const called = await nowCalled(context, changed);
  context.rooms.tellNews({ kind: 'room:changed', room: called, moderation: noModeration(id) });
  return { room: infoFor(called, asker.id) };
}

/** Called when the step that stores a message refused it as blocked: the log does not know whose block it is. */
export async function tellingWhoBlocked<T>(
  context: ChatContext,
  room: string,
  memberId: string,
  posting: Promise<T>,
): Promise<T> {
  try {
    return await posting;
  } catch (error) {
    if (error instanceof ChatError && error.code === 'blocked')
      await checkNotBlocked(context, room, memberId);
    throw error;
  }
}

/**
 * Called before a message is posted to a direct message: adds the room to the other member's rooms, or refuses the message.
 * @throws ChatError `directs_too_many`
 */
export async function showToOther(context: ChatContext, asker: PageAsker, roomId: string): Promise<void> {
  const room = await context.rooms.access.requireVisible(roomId, asker.id);
  for (const { id } of room.members ?? []) {
    if (id === asker.id) continue;
    const isNew = await context.rooms.store.show(id, roomId);
    if (isNew)
      context.rooms.tellNews({ kind: 'my-rooms:added', memberId: id, room: await nowCalled(context, room) });
  }
}

/**
 * Finds somebody who is in one of these rooms, or has recently said something there. Only rooms that the asker has joined are
 * searched, so that nobody learns who else is here, or can write to strangers.
 */
export async function findMemberIn(
  context: Pick<ChatContext, 'liveRooms' | 'log'>,
  rooms: readonly string[],
  id: string,
): Promise<Member> {
  for (const room of rooms) {
    const present = context.liveRooms.find(room)?.roster.find(id);
    if (present !== undefined) return present;
  }
  for (const room of rooms) {
    const { entries } = await context.log.before(
      room,
      Number.POSITIVE_INFINITY,
      AUTHORS_LOOKED_AT,
      ANSWER_MAX_BYTES,
    );
    const found = entries
      .map((stored) => new LoggedEntry(stored).entry)
      .filter(isMessage)
      .findLast(({ author }) => author.id === id);
    if (found !== undefined) return found.author;
  }
  throw new ChatError('member_unknown');
}

/** The same from both sides. Two direct messages with one id would take a collision of SHA-256, cut to 128 bits. */
const directPart = (ids: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...ids].sort()))
    .digest('hex')
    .slice(0, 32);
