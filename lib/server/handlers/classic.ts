import type { Namespace, Socket } from 'socket.io';
import { z } from 'zod';
import { ChatError, type ErrorCode } from '@/lib/chat/errors';
import { LOBBY, type PresenceChange } from '@/lib/chat/protocol';
import type { ChatContext } from '../chat-context';
import { withDeadline } from '../deadline';
import { parseEntry } from '../frames';
import { acceptName, postMessage } from '../post-message';
import type { Run } from '../room-feed';
import { toReport } from './respond';

/** The classic protocol: plain texts on the default namespace, over the lobby. Its texts are the tutorial's. */
export const CLASSIC_NAMESPACE = '/';

interface ClassicEvents {
  message: (text: string) => void;
}
type Requests = Record<'set_username' | 'message', (payload: unknown) => void>;
export type ClassicNamespace = Namespace<Requests, ClassicEvents>;
type ClassicSocket = Socket<Requests, ClassicEvents>;

/** How long a message waits for the lobby to be read. */
const FEED_DEADLINE_MS = 5_000;

const textSchema = z.string().refine((value) => value.isWellFormed());

/** Serves one classic client. It has no identity beyond its connection, so it leaves at once when that ends. */
export function handleClassicSocket(context: ChatContext, socket: ClassicSocket): void {
  const { feeds, presence, sessions } = context;
  const memberId = `classic-${socket.id}`;
  let name: string | undefined;

  const feed = feeds.enter(LOBBY, socket.id);
  sessions.openSession(socket.id, '').catch(leftToLease);
  socket.send('You have entered the chat room!');

  socket.on('set_username', (payload) =>
    telling(context, socket, '', async () => {
      const accepted = acceptName(parseText(payload));
      if (name === undefined) presence.enter(LOBBY, { id: memberId, name: accepted });
      name = accepted;
      presence.rename({ id: memberId, name });
      sessions.openSession(socket.id, name).catch(leftToLease);
      socket.send(`Your username has been set to: ${name}`);
    }),
  );

  socket.on('message', (payload) =>
    telling(context, socket, 'Failed to send message: ', async () => {
      const text = parseText(payload);
      if (name === undefined) throw new ChatError('name_required');
      const author = { id: memberId, name };
      // Or its own words could be among those that the feed finds, and a classic client is told only what comes after.
      await withDeadline(feed.loaded, FEED_DEADLINE_MS);
      await postMessage(context, { room: LOBBY, author, key: context.randomId(), text });
    }),
  );

  socket.on('disconnect', () => {
    feeds.leave(LOBBY, socket.id);
    if (name !== undefined) presence.leave(LOBBY, memberId, 0);
    sessions.closeSession(socket.id).catch(leftToLease);
  });
}

/** Tells the classic clients of this node what the log says. */
export function tellClassicEntries(namespace: ClassicNamespace, { entries }: Run): void {
  if (namespace.sockets.size === 0) return;
  for (const { author, text } of entries.map(parseEntry)) {
    namespace.local.emit('message', `${author.name}: ${text}`);
  }
}

export function tellClassicDepartures(namespace: ClassicNamespace, { left }: PresenceChange): void {
  for (const { name } of left) namespace.local.emit('message', `${name} has left the chat room.`);
}

/** Does what was asked, or tells the client the reason as a message: the classic protocol has no other answer. */
async function telling(
  context: ChatContext,
  socket: ClassicSocket,
  prefix: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code, message } = toReport(context, error);
    socket.send(prefix + (TEXTS[code] ?? message));
  }
}

const TEXTS: Partial<Record<ErrorCode, string>> = { name_required: 'Please set a username first.' };

function parseText(payload: unknown): string {
  const parsed = textSchema.safeParse(payload);
  if (!parsed.success) throw new ChatError('bad_request');
  return parsed.data;
}

const leftToLease = () => {}; // What the store could not be told while it was away, the lease of the node ends.
