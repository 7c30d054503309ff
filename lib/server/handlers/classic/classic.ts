import { isMessage } from '@/lib/chat/entry';
import { ERRORS } from '@/lib/chat/errors';
import type { PresenceChange } from '@/lib/chat/presence';
import { forgetHandshake } from '@/lib/server/admission/connection-origin';
import type { ChatContext } from '@/lib/server/handlers/chat-context';
import type { LoggedEntry } from '@/lib/server/log/logged-entry';
import { ClassicSession } from './classic-session';
import type { ClassicNamespace, ClassicSocket } from './classic-socket';

/** The classic protocol: plain texts on the default namespace, in the lobby. Its texts are the tutorial's. */
export const CLASSIC_NAMESPACE = '/';

/** Serves the sockets of a namespace, one per connection: here a member is no more than a connection. */
export function serveClassic(context: ChatContext): (socket: ClassicSocket) => void {
  const taken = new WeakSet<object>();
  return (socket) => {
    if (taken.has(socket.conn)) return void socket.disconnect(true);
    taken.add(socket.conn);
    forgetHandshake(socket);
    handleClassicSocket(context, socket);
  };
}

function handleClassicSocket(context: ChatContext, socket: ClassicSocket): void {
  if (context.entrance.sites.guests === 'refused') {
    socket.send(ERRORS.guests_refused.message);
    socket.disconnect();
    return;
  }
  const session = new ClassicSession(context, socket);
  socket.on('set_username', (payload) => session.setName(payload));
  socket.on('message', (payload) => session.send(payload));
  socket.on('disconnect', () => session.close());
}

/** Sends the classic clients of this node what the log says. */
export function tellClassicEntries(namespace: ClassicNamespace, entries: readonly LoggedEntry[]): void {
  if (namespace.sockets.size === 0) return;
  for (const { entry } of entries) {
    // A message that was deleted before it was sent is sent to nobody.
    if (!isMessage(entry) || entry.isDeleted) continue;
    namespace.local.emit('message', `${entry.author.name}: ${entry.text}`);
  }
}

/**
 * A classic client that comes back over another connection is another member, but the same one to people, who see its name. So
 * a name that is still present has not left.
 * @param present the names that are present now
 */
export function tellClassicDepartures(
  namespace: ClassicNamespace,
  { left }: PresenceChange,
  present: ReadonlySet<string>,
): void {
  for (const name of new Set(left.map((member) => member.name))) {
    if (!present.has(name)) namespace.local.emit('message', `${name} has left the chat room.`);
  }
}
