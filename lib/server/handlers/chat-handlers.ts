import { reportOf } from '@/lib/chat/errors';
import {
  type ClientToServer,
  joinRoomSchema,
  leaveRoomSchema,
  pingSchema,
  readHistorySchema,
  sendMessageSchema,
  setNameSchema,
} from '@/lib/chat/protocol';
import type { ChatContext } from '../chat-context';
import { ChatSession, type ChatSocket } from './chat-session';
import { respond } from './respond';

/** Serves one page of ours: every request of the protocol, and nothing else. */
export function handleChatSocket(context: ChatContext, socket: ChatSocket): void {
  const session = new ChatSession(context, socket);
  const handlers: Record<keyof ClientToServer, (payload: unknown, answer: unknown) => Promise<void>> = {
    'node:ping': respond(context, pingSchema, async () => null),
    'name:set': respond(context, setNameSchema, ({ name }) => session.setName(name)),
    'room:join': respond(context, joinRoomSchema, (join, answer) => session.join(join, answer)),
    'room:leave': respond(context, leaveRoomSchema, async ({ room }) => session.leave(room)),
    'room:history': respond(context, readHistorySchema, (read) => session.history(read)),
    'message:send': respond(context, sendMessageSchema, (message) => session.send(message)),
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
