import { reportOf } from '@/lib/chat/errors';
import {
  acceptInviteSchema,
  blockDirectSchema,
  type ClientToServer,
  changeRoomSchema,
  deleteMessageSchema,
  followRoomSchema,
  joinRoomSchema,
  leaveRoomSchema,
  listFollowedSchema,
  listRoomsSchema,
  makeRoomSchema,
  moderateRoomSchema,
  openDirectSchema,
  pageFailureSchema,
  pingSchema,
  readAdmittedSchema,
  readHistorySchema,
  readMembersSchema,
  readRecordSchema,
  readRoomSchema,
  renewInviteSchema,
  sendMessageSchema,
  setNameSchema,
  setTypingSchema,
  weighBanSchema,
  weighInviteSchema,
} from '@/lib/chat/protocol';
import { readAdmitted } from './admitted-requests';
import type { ChatContext } from './chat-context';
import type { ChatSocket } from './chat-socket';
import { blockDirect, openDirect } from './direct-requests';
import { acceptInvite, renewInvite, weighInvite } from './invite-requests';
import { moderateRoom, readRecord, weighBan } from './moderation-requests';
import { ChatSession } from './page-connection';
import { type Responder, respond } from './respond';
import { listRooms } from './room-directory';
import { changeRoom, followRoom, listFollowed, makeRoom, type RoomActor } from './room-requests';

/** What is done on behalf of a member, wherever they are. */
const asActor =
  <Asked, T>(work: (context: ChatContext, actor: RoomActor, asked: Asked) => Promise<T>) =>
  (session: ChatSession, asked: Asked) =>
    work(session.context, session.actor(), asked);

/** What is stored beside what was asked for: ids, names, times, keys. */
const BESIDE_BYTES = 512;
/** What is asked for may be stored as it is and in a list, or as what was done and in a record. */
const COPIES = 2;

/** Stores what it was asked for, which counts for whoever asks. */
const storing =
  <Asked, T>(work: (session: ChatSession, asked: Asked) => Promise<T>) =>
  (session: ChatSession, asked: Asked) =>
    session.storing(COPIES * Buffer.byteLength(JSON.stringify(asked)) + BESIDE_BYTES, () =>
      work(session, asked),
    );

/** Every request of the protocol, and nothing else. */
const RESPONDERS: Readonly<Record<keyof ClientToServer, Responder>> = {
  'node:ping': respond(null, pingSchema, async () => null),
  // Bounded where it is written: whoever floods it learns nothing by a refusal.
  'page:failed': respond(null, pageFailureSchema, async (session, failure) => {
    session.context.tellPageFailure(session, failure);
    return null;
  }),
  'name:set': respond('names', setNameSchema, (session, { name }) => session.setName(name)),
  'room:join': respond('joins', joinRoomSchema, (session, join, answer) => session.join(join, answer)),
  // By the same way as joining, so that the two stay in their order.
  'room:leave': respond('joins', leaveRoomSchema, async (session, { room }) => session.leave(room)),
  'room:history': respond('history', readHistorySchema, (session, read) => session.history(read)),
  'room:members': respond('history', readMembersSchema, (session, read) => session.members(read)),
  'room:read': respond('history', readRoomSchema, (session, read) => session.read(read)),
  'room:follow': respond('joins', followRoomSchema, storing(asActor(followRoom))),
  'room:unfollow': respond('joins', followRoomSchema, (session, asked) => session.unfollow(asked)),
  'room:make': respond('rooms', makeRoomSchema, storing(asActor(makeRoom))),
  'room:change': respond('rooms', changeRoomSchema, storing(asActor(changeRoom))),
  'rooms:followed': respond('searches', listFollowedSchema, asActor(listFollowed)),
  'rooms:list': respond('searches', listRoomsSchema, asActor(listRooms)),
  'invite:accept': respond('rooms', acceptInviteSchema, storing(asActor(acceptInvite))),
  'invite:renew': respond('rooms', renewInviteSchema, storing(asActor(renewInvite))),
  'invite:weigh': respond('searches', weighInviteSchema, asActor(weighInvite)),
  'room:admitted': respond('searches', readAdmittedSchema, asActor(readAdmitted)),
  'room:moderate': respond('moderation', moderateRoomSchema, asActor(moderateRoom)),
  'room:record': respond('searches', readRecordSchema, asActor(readRecord)),
  'ban:weigh': respond('moderation', weighBanSchema, asActor(weighBan)),
  'direct:open': respond('rooms', openDirectSchema, storing(asActor(openDirect))),
  'direct:block': respond('rooms', blockDirectSchema, asActor(blockDirect)),
  // Throttled where it is told: who is too fast learns nothing by it.
  'typing:set': respond(null, setTypingSchema, (session, typing) => session.type(typing)),
  'message:send': respond('messages', sendMessageSchema, (session, message) => session.send(message)),
  'message:delete': respond('messages', deleteMessageSchema, (session, message) => session.delete(message)),
};

/** By socket: what asks over it. */
const sessions = new WeakMap<ChatSocket, ChatSession>();

/** Serves one page of ours. There may be thousands: what is made for each of them is little. */
export function handleChatSocket(context: ChatContext, socket: ChatSocket): void {
  // Socket.IO's room for it alone: nothing is said to it by its id, and `broadcast`, which leaves it out by that, is not used.
  void socket.leave(socket.id);
  sessions.set(socket, new ChatSession(context, socket));
  // Functions that all share find the session by the socket that Socket.IO calls them on.
  socket.onAny(asked);
  socket.on('disconnect', gone);
}

function asked(this: ChatSocket, event: string, ...args: unknown[]): void {
  const [payload, answer] = args;
  const session = sessions.get(this);
  if (session !== undefined && Object.hasOwn(RESPONDERS, event)) {
    void RESPONDERS[event as keyof ClientToServer](session, payload, answer);
  } else refuse(args.at(-1));
}

function gone(this: ChatSocket): void {
  sessions.get(this)?.close();
}

/** A program that asks for something that does not exist hears so, instead of waiting for ever. */
function refuse(answer: unknown): void {
  if (typeof answer === 'function') answer({ ok: false, error: reportOf('bad_request') });
}
