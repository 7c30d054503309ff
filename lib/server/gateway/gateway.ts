import type { Namespace, Server } from 'socket.io';
import { type ErrorReport, reportOf } from '@/lib/chat/errors';
import type { Frame } from '@/lib/chat/frame';
import type { PresenceChange } from '@/lib/chat/presence';
import { CHAT_NAMESPACE, type ClientToServer, type ServerToClient } from '@/lib/chat/protocol';
import type { TypingChange } from '@/lib/chat/typing';
import type { Admission } from '@/lib/server/admission/admission';
import { forgetHandshake } from '@/lib/server/admission/connection-origin';
import type { ChatContext } from '@/lib/server/handlers/chat-context';
import { handleChatSocket } from '@/lib/server/handlers/chat-handlers';
import type { ChatSocket, ChatSocketData } from '@/lib/server/handlers/chat-socket';
import { openSession } from '@/lib/server/handlers/session-opening';
import type { MarkNews } from '@/lib/server/members/member-marks';
import type { ReachNews } from '@/lib/server/moderation/ban-reach';
import type { Renamed } from '@/lib/server/names/names';
import type { PresenceNews } from '@/lib/server/presence/room-roster';
import type { RoomNews } from '@/lib/server/rooms/room-news';
import { drain } from './drain';
import { tellRoomNews } from './gateway-room-news';

/** What a node tells our pages that are connected to it, and the other nodes. */
export interface ChatNamespace {
  /** Tells the sockets of this node only: every node hears the log itself. */
  tellEntries(frame: Frame): void;
  tellPresence(change: PresenceChange): void;
  tellStore(isStoring: boolean): void;
  tellTyping(change: TypingChange): void;
  tellRoomNews(news: RoomNews): void;
  /** Asks the pages to go to another node, spread over this time. Resolves once they have gone or had the time. */
  drain(spreadMs: number): Promise<void>;
  /** Sends a signal to the other nodes; it may be lost. */
  signal<Event extends keyof Signals>(event: Event, news: Signals[Event]): void;
}

/** What nodes tell each other. */
export interface Signals {
  'presence:news': PresenceNews;
  'name:news': Renamed;
  'typing:news': TypingChange;
  'room:news': RoomNews;
  'mark:news': MarkNews;
  'reach:news': ReachNews;
}

/** Socket.IO's types cannot relate an event to its news if both are generic. */
interface Emitter {
  serverSideEmit(event: string, news: unknown): void;
}

type NodeEvents = { [Event in keyof Signals]: (news: Signals[Event]) => void };

const refusing = (refusal: ErrorReport) => Object.assign(new Error(refusal.message), { data: refusal });

/** Opens `/chat`: admits pages of this protocol's version, and hands each to the handlers. */
export function openChatNamespace(
  io: Server,
  context: ChatContext,
  admission: Admission,
  hasOtherNodes: boolean,
): ChatNamespace {
  const namespace: Namespace<ClientToServer, ServerToClient, NodeEvents, ChatSocketData> =
    io.of(CHAT_NAMESPACE);
  /**
   * Connections that have had their socket: joining and leaving over one connection would bypass the rate of new connections.
   */
  const taken = new WeakSet<object>();
  namespace.use((socket, next) => {
    if (taken.has(socket.conn)) return next(refusing(reportOf('bad_request')));
    taken.add(socket.conn);
    openSession(socket, context, admission).then((refusal) => {
      if (refusal === undefined) {
        admission.originOf(socket.request).identity = undefined;
        forgetHandshake(socket);
        return next();
      }
      taken.delete(socket.conn);
      next(refusing(refusal));
    }, next);
  });
  const tellNews = (news: RoomNews) => tellRoomNews(namespace, context.members.tabs, news);
  namespace.on('connection', (socket) => handleChatSocket(context, socket as unknown as ChatSocket));
  namespace.on('presence:news', (news) => context.members.presence.hear(news));
  namespace.on('name:news', (news) => context.members.names.hear(news));
  namespace.on('typing:news', (news) => context.members.typing.hear(news));
  namespace.on('room:news', (news) => {
    if (news.kind === 'room:changed') context.moderation.cache.changed(news.room.id);
    // A member who left must not be let in again by a node that puts back what Redis has lost.
    if (news.kind === 'my-rooms:removed') context.rooms.store.forgetAdmission(news.roomId, news.memberId);
    if (news.kind === 'my-rooms:removed' && news.hasLeft) {
      void context.moderation.stillAdmitted.left(news.roomId, news.memberId);
    }
    tellNews(news);
  });
  namespace.on('mark:news', (news) => context.members.marks.hear(news));
  namespace.on('reach:news', (news) => context.moderation.banReach.hear(news));
  return {
    tellEntries: (frame) => void namespace.local.to(frame.room).emit('room:entries', frame),
    tellPresence: (change) => void namespace.local.to(change.room).emit('presence:changed', change),
    tellTyping: (change) => void namespace.local.to(change.room).emit('typing:changed', change),
    tellRoomNews: tellNews,
    tellStore: (isStoring) => void namespace.local.emit('store:changed', { isStoring }),
    drain: (spreadMs) => drain({ sockets: () => [...namespace.sockets.values()], spreadMs }),
    signal: (event, news) => {
      if (hasOtherNodes) (namespace as unknown as Emitter).serverSideEmit(event, news);
    },
  };
}
