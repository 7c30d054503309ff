import { ChatError, reportOf } from '@/lib/chat/errors';
import {
  acceptInviteSchema,
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
  pingSchema,
  readHistorySchema,
  readMembersSchema,
  readRecordSchema,
  readRoomSchema,
  renewInviteSchema,
  sendMessageSchema,
  setNameSchema,
  setTypingSchema,
} from '@/lib/chat/protocol';
import type { ChatContext } from '../chat-context';
import { type Limit, unlimited } from '../limits';
import type { RateKind } from '../rate';
import { ChatSession } from './chat-session';
import type { ChatSocket } from './chat-socket';
import { openDirect } from './direct-requests';
import { moderateRoom, readRecord } from './order-requests';
import { respond } from './respond';
import { listRooms } from './room-directory';
import {
  acceptInvite,
  changeRoom,
  followRoom,
  listFollowed,
  makeRoom,
  type RoomActor,
  renewInvite,
} from './room-requests';

/** Serves one page of ours: every request of the protocol, and nothing else. */
export function handleChatSocket(context: ChatContext, socket: ChatSocket): void {
  const session = new ChatSession(context, socket);
  const asker = { memberId: socket.data.member.id, address: context.addressOf(socket.request) };
  const limit = (kind: RateKind): Limit => {
    const pass = context.limits.of(kind, asker);
    return async () => {
      await pass();
      // Gone while the limit was looked up: what it asked for would never be undone.
      if (!socket.connected) throw new ChatError('unanswered');
    };
  };
  const ask =
    <Asked, T>(work: (context: ChatContext, actor: RoomActor, asked: Asked) => Promise<T>) =>
    (asked: Asked) =>
      work(context, session.actor(), asked);
  const handlers: Record<keyof ClientToServer, (payload: unknown, answer: unknown) => Promise<void>> = {
    'node:ping': respond(context, unlimited, pingSchema, async () => null),
    'name:set': respond(context, limit('names'), setNameSchema, ({ name }) => session.setName(name)),
    'room:join': respond(context, limit('joins'), joinRoomSchema, (join, answer) =>
      session.join(join, answer),
    ),
    // By the same way as joining, so that the two stay in their order.
    'room:leave': respond(context, limit('joins'), leaveRoomSchema, async ({ room }) => session.leave(room)),
    'room:history': respond(context, limit('history'), readHistorySchema, (read) => session.history(read)),
    'room:members': respond(context, limit('history'), readMembersSchema, async (read) =>
      session.members(read),
    ),
    'room:read': respond(context, limit('history'), readRoomSchema, (read) => session.read(read)),
    'room:follow': respond(context, limit('joins'), followRoomSchema, ask(followRoom)),
    'room:unfollow': respond(context, limit('joins'), followRoomSchema, (asked) => session.unfollow(asked)),
    'room:make': respond(context, limit('rooms'), makeRoomSchema, ask(makeRoom)),
    'room:change': respond(context, limit('rooms'), changeRoomSchema, ask(changeRoom)),
    'rooms:followed': respond(context, limit('searches'), listFollowedSchema, ask(listFollowed)),
    'rooms:list': respond(context, limit('searches'), listRoomsSchema, ask(listRooms)),
    'invite:accept': respond(context, limit('rooms'), acceptInviteSchema, ask(acceptInvite)),
    'invite:renew': respond(context, limit('rooms'), renewInviteSchema, ask(renewInvite)),
    'room:moderate': respond(context, limit('moderation'), moderateRoomSchema, ask(moderateRoom)),
    'room:record': respond(context, limit('searches'), readRecordSchema, ask(readRecord)),
    'direct:open': respond(context, limit('rooms'), openDirectSchema, ask(openDirect)),
    // Throttled where it is told: who is too fast learns nothing by it.
    'typing:set': respond(context, unlimited, setTypingSchema, (typing) => session.type(typing)),
    'message:send': respond(context, limit('messages'), sendMessageSchema, (message) =>
      session.send(message),
    ),
    'message:delete': respond(context, limit('messages'), deleteMessageSchema, (message) =>
      session.delete(message),
    ),
  };
  for (const [event, handler] of Object.entries(handlers)) {
    socket.on(event as keyof ClientToServer, handler);
  }
  socket.onAny((event: string, ...args: unknown[]) => {
    if (!Object.hasOwn(handlers, event)) refuse(args.at(-1));
  });
  socket.on('disconnect', () => session.close());
}

/** A program that asks for something that does not exist hears so, instead of waiting for ever. */
function refuse(answer: unknown): void {
  if (typeof answer === 'function') answer({ ok: false, error: reportOf('bad_request') });
}
