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

/** The member behind a request from a page, as its connection knows them. */
export interface PageAsker extends ConnectedAsker {
  readonly name: string | null;
  /** Whether they have no identity beyond the connection; nothing of them is kept then. */
  readonly isPassing: boolean;
  readonly isAdmin: boolean;
  /** Whether they are a guest who may read but not write. */
  readonly isReader: boolean;
  /** Returns the rooms that the connection has joined by now. */
  readonly rooms: () => readonly string[];
}

/** Makes a room, or returns the asker's own one of that id: a request that got no answer may be repeated. */
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

/** A member who leaves a private room needs its invite link to come back. */
export async function removeFromMyRooms(
  { rooms, moderation }: ChatContext,
  asker: PageAsker,
  { room }: Asked<'my-rooms:remove'>,
): Promise<null> {
  await rooms.store.removeFromMyRooms(asker.id, room);
  // Last: a member who could not leave can still come in.
  if (kindOf(room) !== 'private') {
    rooms.tellNews({ kind: 'my-rooms:removed', memberId: asker.id, roomId: room });
    return null;
  }
  await rooms.store.revoke(room, asker.id);
  // All connections of the member; other nodes are told of it.
  moderation.stillAdmitted.leave(room, asker.id);
  rooms.tellNews({ kind: 'my-rooms:removed', memberId: asker.id, roomId: room, hasLeft: true });
  return null;
}

/** Returns those of the member's rooms that they may still enter. */
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

/** A blocked member may read what was said, but not start the direct message again. @throws ChatError `blocked` */
export function checkMayBegin(room: RoomRecord, { id }: Pick<PageAsker, 'id'>): void {
  if (blockIn(room, id) === 'other') throw new ChatError('blocked');
}

/** Changes a room if it is the asker's at the moment of storing. */
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

/** Tells everybody in the room its new state. */
export async function tellChanged(
  context: ChatContext,
  asker: PageAsker,
  room: RoomRecord,
): Promise<RoomAnswer> {
  const moderation = await context.moderation.cache.of(room.id);
  context.rooms.tellNews({ kind: 'room:changed', room, moderation });
  return { room: infoFor(room, asker.id, moderation) };
}

/**
 * Adds the room to the asker's rooms, once `store` has stored what belongs to it. The place is taken first: a member who has
 * none left is refused before anything is stored, and a later refusal frees the place again.
 * @param store receives whether the room was new in their list
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
    if (isNew) context.rooms.tellNews({ kind: 'my-rooms:added', memberId, room });
    return room;
  } catch (error) {
    if (isNew) await context.rooms.store.removeFromMyRooms(memberId, roomId).catch(leftToTheList);
    throw error;
  }
}

/** If there is no place left, looks once in a while for rooms in the list that have ended, and frees their places. */
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

/** A member in a private room has a name, so that everybody there is seen. A guest who may only read cannot have one. */
export function requireSeen({
  id,
  name,
  isReader = false,
}: Pick<PageAsker, 'id' | 'name'> & { readonly isReader?: boolean }): Member {
  if (name !== null) return { id, name };
  throw new ChatError(isReader ? 'guests_refused' : 'name_required');
}

/** 122 random bits, in characters that a room id may contain. */
export const unguessable = ({ node }: ChatContext): string => node.randomId().replaceAll('-', '');

/** A room that does not exist, or is closed to the member, is not listed. */
const leftToTheList = () => {};

const isUnknown = (reason: unknown): boolean => reason instanceof ChatError && reason.code === 'room_unknown';
