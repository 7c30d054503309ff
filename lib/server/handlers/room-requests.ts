import { ChatError } from '@/lib/chat/errors';
import type { AcceptInvite, ChangeRoom, FollowRoom, MakeRoom, Member } from '@/lib/chat/protocol';
import { hiddenRoomId, kindOf, type RoomInfo } from '@/lib/chat/room';
import type { ChatContext } from '../chat-context';
import { checkMayEnter } from '../keep-order';
import { infoFor } from '../room-access';
import { acceptRoomTexts } from '../room-texts';
import { isSameSecret } from '../same-secret';
import type { RoomRecord } from '../stores/rooms';
import { changeRecord } from './change-record';
import { nowCalled } from './direct-names';

interface Answer {
  readonly room: RoomInfo;
}

/** Whoever asks, as the connection knows it. */
export interface RoomActor {
  readonly id: string;
  readonly name: string | null;
  /** Has it no identity beyond the connection? Then nothing of it is kept. */
  readonly isPassing: boolean;
  readonly isAdmin: boolean;
  /** Where it comes from, as limits count it. */
  readonly address: string;
  /** A guest who may read and not write. */
  readonly isReader: boolean;
  /** The rooms that the connection has joined by now. */
  readonly rooms: () => readonly string[];
}

/** Makes a room that did not exist, or answers the own one that is there: what was not answered may be asked again. */
export async function makeRoom(context: ChatContext, actor: RoomActor, asked: MakeRoom): Promise<Answer> {
  const owner = named(actor);
  const texts = acceptRoomTexts(asked);
  const isOpen = asked.kind === 'open';
  const id = isOpen ? asked.id : hiddenRoomId('private', unguessable(context));
  if (kindOf(id) !== asked.kind || context.access.isBuiltIn(id)) throw new ChatError('room_taken');
  const invite = isOpen ? {} : { invite: unguessable(context) };
  const record = { id, kind: asked.kind, ...texts, owner, ...invite, revision: 1, madeAt: context.now() };
  if (!isOpen) await context.roomStore.admit(id, owner.id);
  const stored = await context.roomStore.make(record);
  if (stored.owner?.id !== owner.id) throw new ChatError('room_taken');
  await checkMayEnter(context, stored.id, actor);
  await follow(context, actor, stored);
  return { room: infoFor(stored, owner.id) };
}

export async function changeRoom(context: ChatContext, actor: RoomActor, asked: ChangeRoom): Promise<Answer> {
  const texts = acceptRoomTexts(asked);
  return ownRoom(context, actor, asked.room, (room) => ({ ...room, ...texts }));
}

export const renewInvite = (context: ChatContext, actor: RoomActor, { room }: FollowRoom): Promise<Answer> =>
  ownRoom(context, actor, room, (record) => {
    if (record.kind !== 'private') throw new ChatError('not_allowed');
    return { ...record, invite: unguessable(context) };
  });

export async function acceptInvite(
  context: ChatContext,
  actor: RoomActor,
  { room: id, invite }: AcceptInvite,
): Promise<Answer> {
  const room = await context.access.find(id);
  if (room?.invite === undefined || !isSameSecret(room.invite, invite)) throw new ChatError('room_unknown');
  await checkMayEnter(context, id, actor);
  await context.roomStore.admit(id, actor.id);
  await follow(context, actor, room);
  return { room: infoFor(room, actor.id) };
}

export async function followRoom(context: ChatContext, actor: RoomActor, asked: FollowRoom): Promise<Answer> {
  const room = await context.access.enter(asked.room, actor.id);
  await checkMayEnter(context, asked.room, actor);
  const called = await nowCalled(context, room);
  await follow(context, actor, called);
  return { room: infoFor(called, actor.id) };
}

/** Whoever leaves a private room needs its invite link to come back. */
export async function unfollowRoom(
  { roomStore, tellRoomNews }: ChatContext,
  actor: RoomActor,
  { room }: FollowRoom,
): Promise<null> {
  await roomStore.unfollow(actor.id, room);
  // Last: whoever could not leave can still come in.
  if (kindOf(room) === 'private') await roomStore.expel(room, actor.id);
  tellRoomNews({ kind: 'unfollowed', memberId: actor.id, roomId: room });
  return null;
}

/** Those of the member's rooms that it may still enter. */
export async function listFollowed(context: ChatContext, actor: RoomActor): Promise<{ rooms: RoomInfo[] }> {
  const ids = await context.roomStore.listFollowed(actor.id);
  const found = await Promise.allSettled(ids.map((id) => context.access.enter(id, actor.id)));
  const isAway = ({ status, ...rest }: PromiseSettledResult<RoomRecord>) =>
    status === 'rejected' && !isUnknown((rest as PromiseRejectedResult).reason);
  if (found.some(isAway)) throw new ChatError('store_unavailable');
  const rooms = found.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const called = await Promise.all(rooms.map((room) => nowCalled(context, room)));
  return { rooms: called.map((room) => infoFor(room, actor.id)) };
}

async function ownRoom(
  context: ChatContext,
  actor: RoomActor,
  id: string,
  change: (room: RoomRecord) => RoomRecord,
): Promise<Answer> {
  if (actor.isReader) throw new ChatError('guests_read');
  await context.access.enter(id, actor.id);
  await checkMayEnter(context, id, actor);
  const changed = await changeRecord(context, id, (room) => {
    if (room.owner?.id !== actor.id) throw new ChatError('not_allowed');
    return change(room);
  });
  const order = await context.orders.of(id);
  context.tellRoomNews({ kind: 'changed', room: changed, order });
  return { room: infoFor(changed, actor.id, order) };
}

export async function follow(context: ChatContext, actor: RoomActor, room: RoomRecord): Promise<void> {
  if (actor.isPassing) return;
  const isNew = await context.roomStore.follow(actor.id, room.id);
  if (isNew) context.tellRoomNews({ kind: 'followed', memberId: actor.id, room });
}

export function named({ id, name, isReader }: RoomActor): Member {
  if (isReader) throw new ChatError('guests_read');
  if (name === null) throw new ChatError('name_required');
  return { id, name };
}

/** 122 random bits, in characters that may stand in the id of a room. */
const unguessable = ({ randomId }: ChatContext): string => randomId().replaceAll('-', '');

const isUnknown = (reason: unknown): boolean => reason instanceof ChatError && reason.code === 'room_unknown';
