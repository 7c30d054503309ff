import type { Namespace, Server } from 'socket.io';
import { type ErrorReport, reportOf } from '@/lib/chat/errors';
import {
  CHAT_NAMESPACE,
  type ClientToServer,
  type Frame,
  handshakeSchema,
  PROTOCOL_VERSION,
  type PresenceChange,
  type ServerToClient,
} from '@/lib/chat/protocol';
import type { Admission } from './admission';
import type { ChatContext } from './chat-context';
import { drain } from './drain';
import { handleChatSocket } from './handlers/chat-handlers';
import type { ChatSocket, ChatSocketData } from './handlers/chat-session';
import { acceptName } from './post-message';
import type { PresenceNews } from './room-roster';

/** What a node tells the pages of ours that are connected to it, and the other nodes. */
export interface ChatNamespace {
  /** To the sockets of this node only: every node hears the log itself. */
  tellEntries(frame: Frame): void;
  tellPresence(change: PresenceChange): void;
  tellStore(isStoring: boolean): void;
  /** Asks the pages to go to another node, over this time; resolves once they have gone or had the time. */
  drain(spreadMs: number): Promise<void>;
  /** To the other nodes; may be lost. */
  signal(news: PresenceNews): void;
}

interface NodeEvents {
  'presence:news': (news: PresenceNews) => void;
}

/** Opens `/chat`: admits pages of this protocol's version, and hands each to the handlers. */
export function openChatNamespace(
  io: Server,
  context: ChatContext,
  admission: Admission,
  hasOtherNodes: boolean,
): ChatNamespace {
  const namespace: Namespace<ClientToServer, ServerToClient, NodeEvents, ChatSocketData> =
    io.of(CHAT_NAMESPACE);
  namespace.use((socket, next) => {
    const refusal = welcome(socket, admission);
    next(refusal === undefined ? undefined : Object.assign(new Error(refusal.message), { data: refusal }));
  });
  namespace.on('connection', (socket) => handleChatSocket(context, socket as unknown as ChatSocket));
  namespace.on('presence:news', (news) => context.presence.hear(news));
  return {
    tellEntries: (frame) => void namespace.local.to(frame.room).emit('room:entries', frame),
    tellPresence: (change) => void namespace.local.to(change.room).emit('presence:changed', change),
    tellStore: (isStoring) => void namespace.local.emit('store:changed', { isStoring }),
    drain: (spreadMs) => drain({ sockets: () => [...namespace.sockets.values()], spreadMs }),
    signal: (news) => {
      if (hasOtherNodes) namespace.serverSideEmit('presence:news', news);
    },
  };
}

/** Notes who a socket is; or says why it may not come in. */
function welcome(
  socket: {
    handshake: { auth: unknown };
    request: Parameters<Admission['identityOf']>[0];
    data: ChatSocketData;
  },
  admission: Admission,
): ErrorReport | undefined {
  const handshake = handshakeSchema.safeParse(socket.handshake.auth);
  if (!handshake.success) return reportOf('bad_request');
  if (handshake.data.version !== PROTOCOL_VERSION) return reportOf('outdated_page');
  const identity = admission.identityOf(socket.request);
  if (identity === undefined) return reportOf('store_unavailable');
  socket.data.memberId = identity.memberId;
  socket.data.name = acceptRemembered(handshake.data.name);
  return undefined;
}

/** A remembered name that would not be accepted today makes a guest, who is asked again. */
function acceptRemembered(name: string | null | undefined): string | null {
  if (name === null || name === undefined) return null;
  try {
    return acceptName(name);
  } catch {
    return null;
  }
}
