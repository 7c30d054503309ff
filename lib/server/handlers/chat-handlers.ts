import { reportOf } from '@/lib/chat/errors';
import type { RequestName } from '@/lib/chat/events/requests';
import { readAdmitted } from './admitted-requests';
import type { ChatContext } from './chat-context';
import type { ChatSocket } from './chat-socket';
import { blockDirect, openDirect } from './direct-requests';
import { listRooms } from './directory-requests';
import { acceptInvite, previewInvite, renewInvite } from './invite-requests';
import { moderateRoom, previewBan, readRecord } from './moderation-requests';
import { PageConnection } from './page-connection';
import { type Handler, respond } from './respond';
import { addToMyRooms, changeRoom, listMyRooms, makeRoom, type PageAsker } from './room-requests';

/** Handles a request on behalf of a member, in whichever room. */
const asAsker =
  <Asked, T>(work: (context: ChatContext, asker: PageAsker, asked: Asked) => Promise<T>) =>
  (session: PageConnection, asked: Asked) =>
    work(session.context, session.asker(), asked);

/** What is stored beside the content of a request: ids, names, times, keys. */
const BESIDE_BYTES = 512;
/** Content may be stored twice: in a record and a list, or as an action and in the moderation record. */
const COPIES = 2;

/** Handles a request that stores its content, which counts towards the sender's quota. */
const storing =
  <Asked, T>(work: (session: PageConnection, asked: Asked) => Promise<T>) =>
  (session: PageConnection, asked: Asked) =>
    session.storing(COPIES * Buffer.byteLength(JSON.stringify(asked)) + BESIDE_BYTES, () =>
      work(session, asked),
    );

const HANDLERS: { readonly [E in RequestName]: Handler<E> } = {
  'node:ping': async () => null,
  'page:failed': async (session, failure) => {
    session.context.node.tellPageFailure(session, failure);
    return null;
  },
  'name:set': (session, { name }) => session.setName(name),
  'room:join': (session, joining, answer) => session.join(joining, answer),
  'room:leave': async (session, { room }) => session.leaveRoom(room),
  'room:history': (session, asked) => session.history(asked),
  'room:members': (session, asked) => session.members(asked),
  'room:read': (session, asked) => session.read(asked),
  'my-rooms:add': storing(asAsker(addToMyRooms)),
  'my-rooms:remove': (session, asked) => session.removeFromMyRooms(asked),
  'room:make': storing(asAsker(makeRoom)),
  'room:change': storing(asAsker(changeRoom)),
  'my-rooms:list': asAsker(listMyRooms),
  'rooms:list': asAsker(listRooms),
  'invite:accept': storing(asAsker(acceptInvite)),
  'invite:renew': storing(asAsker(renewInvite)),
  'invite:preview': asAsker(previewInvite),
  'room:admitted': asAsker(readAdmitted),
  'room:moderate': asAsker(moderateRoom),
  'room:record': asAsker(readRecord),
  'ban:preview': asAsker(previewBan),
  'direct:open': storing(asAsker(openDirect)),
  'direct:block': asAsker(blockDirect),
  'typing:set': (session, asked) => session.type(asked),
  'message:send': (session, message) => session.send(message),
  'message:delete': (session, asked) => session.delete(asked),
};

/** By socket: the connection whose requests come over it. */
const sessions = new WeakMap<ChatSocket, PageConnection>();

/** Serves one page of ours. There may be thousands, so little is made for each of them. */
export function handleChatSocket(context: ChatContext, socket: ChatSocket): void {
  // Leaves Socket.IO's own room for the socket: nothing is sent to it by id, nor by `broadcast`, which would need that room.
  void socket.leave(socket.id);
  sessions.set(socket, new PageConnection(context, socket));
  // Shared functions, which find the session by the socket that Socket.IO calls them on.
  socket.onAny(asked);
  socket.on('disconnect', gone);
}

function asked(this: ChatSocket, event: string, ...args: unknown[]): void {
  const [payload, answer] = args;
  const session = sessions.get(this);
  if (session !== undefined && isRequest(event)) serve(event, session, payload, answer);
  else refuse(args.at(-1));
}

const isRequest = (event: string): event is RequestName => Object.hasOwn(HANDLERS, event);

function serve<E extends RequestName>(
  event: E,
  session: PageConnection,
  payload: unknown,
  answer: unknown,
): void {
  void respond(event, HANDLERS[event], session, payload, answer);
}

function gone(this: ChatSocket): void {
  sessions.get(this)?.close();
}

/** A program that asks for something that does not exist is told so, instead of waiting for ever. */
function refuse(answer: unknown): void {
  if (typeof answer === 'function') answer({ ok: false, error: reportOf('bad_request') });
}
