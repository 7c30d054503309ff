import { ChatError } from '@/lib/chat/errors';
import type { Asked } from '@/lib/chat/events/requests';
import type { Member } from '@/lib/chat/member';
import { blockIn, hiddenRoomId, kindOf, type RoomInfo } from '@/lib/chat/room';
import type { ConnectedAsker } from '@/lib/server/limits/connected-asker';
import { checkMayEnter } from '@/lib/server/moderation/moderate';
import type { RoomRecord } from '@/lib/server/records/room-record';
import { infoFor } from '@/lib/server/rooms/room-access';
import { acceptRoomTexts } from '@/lib/server/rooms/room-texts';
import { changeRecord } from './change-record';
import type { ChatContext } from './chat-context';
import { nowCalled } from './direct-names';

export interface RoomAnswer {
  readonly room: RoomInfo;
}

/** Whoever asks from a page, as its connection knows them. */
export interface PageAsker extends ConnectedAsker {
  readonly name: string | null;
  /** Has it no identity beyond the connection? Then nothing of it is kept. */
  readonly isPassing: boolean;
  readonly isAdmin: boolean;
  /** A guest who may read and not write. */
  readonly isReader: boolean;
  /** The rooms that the connection has joined by now. */
  readonly rooms: () => readonly string[];
}

/** Makes a room that did not exist, or answers the own one that is there: what was not answered may be asked again. */
export async function makeRoom(
  context: ChatContext,
  asker: PageAsker,
  asked: Asked<'room:make'>,
): Promise<RoomAnswer> {
  const owner = named(asker);
  const texts = acceptRoomTexts(asked);
  const isOpen = asked.kind === 'open';
  const id = isOpen ? asked.id : hiddenRoomId('private', unguessable(context));
  if (kindOf(id) !== asked.kind || context.rooms.access.isBuiltIn(id)) throw new ChatError('room_taken');
  const invite = isOpen ? {} : { invite: unguessable(context) };
  const record = {
    id,
    kind: asked.kind,
    ...texts,
    owner,
    ...invite,
    revision: 1,
    madeAt: context.node.now(),
  };
  const stored = await addingToMyRooms(context, asker, id, async () => {
    const made = await context.rooms.store.make(record);
    if (made.owner?.id !== owner.id) throw new ChatError('room_taken');
    if (!isOpen) await context.rooms.store.admit(id, { ...owner, at: context.node.now(), by: 'owner' });
    await checkMayEnter(context, id, asker);
    return made;
  });
  return { room: infoFor(stored, owner.id) };
}

export async function changeRoom(
  context: ChatContext,
  asker: PageAsker,
  asked: Asked<'room:change'>,
): Promise<RoomAnswer> {
  const texts = acceptRoomTexts(asked);
  const changed = await changeOwn(context, asker, asked.room, (room) => ({ ...room, ...texts }));
  return tellChanged(context, asker, changed);
}

export async function addToMyRooms(
  context: ChatContext,
  asker: PageAsker,
  asked: Asked<'my-rooms:add'>,
): Promise<RoomAnswer> {
  const room = await context.rooms.access.requireVisible(asked.room, asker.id);
  await checkMayEnter(context, asked.room, asker);
  const called = await addingToMyRooms(context, asker, asked.room, async (isNew) => {
    if (isNew) checkMayBegin(room, asker);
    return nowCalled(context, room);
  });
  return { room: infoFor(called, asker.id) };
}

/** Whoever leaves a private room needs its invite link to come back. */
export async function removeFromMyRooms(
  { rooms, moderation }: ChatContext,
  asker: PageAsker,
  { room }: Asked<'my-rooms:remove'>,
): Promise<null> {
  await rooms.store.removeFromMyRooms(asker.id, room);
  // Last: whoever could not leave can still come in.
  if (kindOf(room) !== 'private') {
    rooms.tellNews({ kind: 'removed', memberId: asker.id, roomId: room });
    return null;
  }
  await rooms.store.revoke(room, asker.id);
  // All connections of the member: those at other nodes hear of it.
  moderation.stillAdmitted.remove(room, asker.id);
  rooms.tellNews({ kind: 'removed', memberId: asker.id, roomId: room, hasLeft: true });
  return null;
}

/** Those of the member's rooms that it may still enter. */
export async function listMyRooms(context: ChatContext, asker: PageAsker): Promise<{ rooms: RoomInfo[] }> {
  const ids = await context.rooms.store.listMyRooms(asker.id);
  const found = await Promise.allSettled(ids.map((id) => context.rooms.access.requireVisible(id, asker.id)));
  const isAway = ({ status, ...rest }: PromiseSettledResult<RoomRecord>) =>
    status === 'rejected' && !isUnknown((rest as PromiseRejectedResult).reason);
  if (found.some(isAway)) throw new ChatError('store_unavailable');
  const rooms = found.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const called = await Promise.all(rooms.map((room) => nowCalled(context, room)));
  return { rooms: called.map((room) => infoFor(room, asker.id)) };
}

/** Whoever is blocked reads on what was said, and does not begin a conversation anew. @throws ChatError `blocked` */
export function checkMayBegin(room: RoomRecord, { id }: Pick<PageAsker, 'id'>): void {
  if (blockIn(room, id) === 'other') throw new ChatError('blocked');
}

/** Changes a room that is the asker's when it is stored. */
export async function changeOwn(
  context: ChatContext,
  asker: PageAsker,
  id: string,
  change: (room: RoomRecord) => RoomRecord,
): Promise<RoomRecord> {
  if (asker.isReader) throw new ChatError('guests_read');
  await context.rooms.access.requireVisible(id, asker.id);
  await checkMayEnter(context, id, asker);
  return changeRecord(context, id, (room) => {
    requireOwner(room, asker);
    return change(room);
  });
}

export function requireOwner({ owner }: RoomRecord, { id }: Pick<PageAsker, 'id'>): void {
  if (owner?.id !== id) throw new ChatError('not_allowed');
}

/** Everybody there sees the room as it is now. */
export async function tellChanged(
  context: ChatContext,
  asker: PageAsker,
  room: RoomRecord,
): Promise<RoomAnswer> {
  const moderation = await context.moderation.cache.of(room.id);
  context.rooms.tellNews({ kind: 'changed', room, moderation });
  return { room: infoFor(room, asker.id, moderation) };
}

/**
 * The room is among the asker's from now on, once `store` has stored what there is of it. The place for it comes first: who
 * has none left is refused before anything is stored, and what is refused later leaves none taken.
 * @param store told whether the room was not among theirs before
 */
export async function addingToMyRooms(
  context: ChatContext,
  { id: memberId, isPassing }: PageAsker,
  roomId: string,
  store: (isNew: boolean) => Promise<RoomRecord>,
): Promise<RoomRecord> {
  if (isPassing) return store(true);
  const isNew = await takePlace(context, memberId, roomId);
  try {
    const room = await store(isNew);
    if (isNew) context.rooms.tellNews({ kind: 'added', memberId, room });
    return room;
  } catch (error) {
    if (isNew) await context.rooms.store.removeFromMyRooms(memberId, roomId).catch(leftToTheList);
    throw error;
  }
}

/** Where there is none left, those of rooms that have ended are free, which is looked up once in a while. */
async function takePlace(
  { rooms: { access, store, clearedLists } }: ChatContext,
  memberId: string,
  roomId: string,
): Promise<boolean> {
  try {
    return await store.addToMyRooms(memberId, roomId);
  } catch (error) {
    if (!(error instanceof ChatError && error.code === 'rooms_too_many')) throw error;
    if (!clearedLists.isDue(memberId)) throw error;
    const ids = await store.listMyRooms(memberId);
    const found = await Promise.all(ids.map((id) => access.find(id)));
    const ended = ids.filter((_, index) => found[index] === undefined);
    await Promise.all(ended.map((id) => store.removeFromMyRooms(memberId, id)));
    return store.addToMyRooms(memberId, roomId);
  }
}

export function named({ id, name, isReader }: PageAsker): Member {
  if (isReader) throw new ChatError('guests_read');
  if (name === null) throw new ChatError('name_required');
  return { id, name };
}

/** Whoever reads a private room has a name there: nobody is unseen. A guest who may only read can have none. */
export function requireSeen({
  id,
  name,
  isReader = false,
}: Pick<PageAsker, 'id' | 'name'> & { readonly isReader?: boolean }): Member {
  if (name !== null) return { id, name };
  throw new ChatError(isReader ? 'guests_refused' : 'name_required');
}

/** 122 random bits, in characters that may stand in the id of a room. */
export const unguessable = ({ node }: ChatContext): string => node.randomId().replaceAll('-', '');

/** What is not there, or not open to the member, is not listed. */
const leftToTheList = () => {};

const isUnknown = (reason: unknown): boolean => reason instanceof ChatError && reason.code === 'room_unknown';
