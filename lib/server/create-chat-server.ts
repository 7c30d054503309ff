import { type IncomingMessage, ServerResponse } from 'node:http';
import { CHAT_NAMESPACE, LOBBY } from '@/lib/chat/protocol';

import { createAdmission } from './admission/admission';
import { createConnectionLimit } from './admission/connection-limit';
import { replaceRequest } from './admission/connection-origin';
import { createPeerAddress } from './config/client-address';
import { type ChatServerOptions, createContext, type Tell } from './create-context';
import { toFrame } from './feeds/frames';
import { BacklogWatch } from './gateway/backlog-watch';
import { FAREWELL_MS } from './gateway/drain';
import { FloodWatch } from './gateway/flood-watch';
import { type ChatNamespace, openChatNamespace } from './gateway/gateway';
import { handshakeMsOf, onConnections, openSockets, watchRequests } from './gateway/gateway-sockets';
import { createNamespaceWatch } from './gateway/namespace-watch';
import { trackConnections } from './gateway/track-connections';
import type { ChatContext } from './handlers/chat-context';
import {
  CLASSIC_NAMESPACE,
  type ClassicNamespace,
  serveClassic,
  tellClassicDepartures,
  tellClassicEntries,
} from './handlers/classic';
import { createLimits } from './limits/limits';
import { endUnusedRooms } from './rooms/unused/unused-rooms';

export interface ChatServer {
  /** Lets no new sessions in, and sends our pages to the other nodes, if any. */
  drain(): Promise<void>;
  /** Ends all connections, so that their clients go elsewhere. */
  close(): Promise<void>;
}

/** Serves both protocols on `/socket.io` of an HTTP server. */
export function createChatServer(options: ChatServerOptions): ChatServer {
  const { config, stores, secrets, siblings, memory, logger } = options;
  const { admission, connectionLimit, ...own } = createEntrance(options);
  let isDraining = false;
  const flood = new FloodWatch(config.rates.packets, logger);
  const backlog = new BacklogWatch(logger, memory.backlogMaxBytes);
  const { watchWebSocket } = flood;
  const io = openSockets({ ...options, watchWebSocket }, admission, () => isDraining);
  onConnections(io, (connection) => {
    connectionLimit.enter(replaceRequest(connection, admission.originOf(connection.request)));
    backlog.watch(connection);
    flood.watchSession(connection);
  });
  watchRequests(io, (connection, request, response) => {
    if (response instanceof ServerResponse) backlog.answering(connection, response);
    return flood.asked(connection, request);
  });
  const classic: ClassicNamespace = io.of(CLASSIC_NAMESPACE);
  const tell = createTell(() => ({ chat, classic, context }));
  const context = createContext(options, { ...own, isStoring: stores.watch.isStoring }, tell);
  const chat: ChatNamespace = openChatNamespace(io, context, admission, stores.adapter !== undefined);
  stores.watch.listen(chat.tellStore);
  const endConnections = trackConnections(options.httpServer, {
    maxPerAddress: config.maxConnectionsPerIp,
    addressOf: createPeerAddress(config.trustProxy),
  });
  classic.on('connection', serveClassic(context));
  const stopEnding = endUnusedRooms({
    store: context.rooms.store,
    access: context.rooms.access,
    liveRooms: context.liveRooms,
    logger,
    keepDays: config.roomKeepDays,
    everyMs: options.timing?.endRoomsEveryMs,
  });
  const watchNamespaces = createNamespaceWatch(handshakeMsOf(options));
  for (const { name } of [classic, { name: CHAT_NAMESPACE }]) io.of(name).on('connection', watchNamespaces);
  return {
    drain: async () => {
      isDraining = true;
      if (stores.adapter === undefined) return;
      // Siblings drain at the same time, and some of their sessions come through here.
      const passedOn = siblings?.idle(config.drainMs + FAREWELL_MS);
      await Promise.all([chat.drain(config.drainMs), passedOn]);
    },
    close: async () => {
      stopEnding();
      secrets.close();
      context.members.names.close();
      context.members.presence.close();
      context.members.typing.close();
      context.liveRooms.close();
      const closed = io.close();
      endConnections();
      await closed;
    },
  };
}

interface Told {
  readonly chat: ChatNamespace;
  readonly classic: ClassicNamespace;
  readonly context: ChatContext;
}

/** Tells everybody connected here, by either protocol, and the other nodes. */
const createTell = (told: () => Told): Tell => ({
  entries: (room, run) => {
    const { chat, classic } = told();
    chat.tellEntries(toFrame(room, run));
    if (room === LOBBY) tellClassicEntries(classic, run.entries);
  },
  history: (room, place, undelivered) => {
    const { chat, classic } = told();
    // An empty frame of another history makes every client catch up from its own position.
    chat.tellEntries(toFrame(room, place));
    if (room === LOBBY) tellClassicEntries(classic, undelivered);
  },
  presence: (change) => {
    const { chat, classic, context } = told();
    chat.tellPresence(change);
    const lobby = change.room === LOBBY ? context.liveRooms.find(LOBBY) : undefined;
    if (lobby !== undefined) tellClassicDepartures(classic, change, lobby.roster.names);
  },
  typing: (change) => told().chat.tellTyping(change),
  room: (news) => {
    told().chat.tellRoomNews(news);
    told().chat.signal('room:news', news);
  },
  otherNodes: (event, news) => told().chat.signal(event, news),
});

/** Everything that decides who comes in, and how much they may do. */
function createEntrance({ config, stores, secrets, clientAddress }: ChatServerOptions) {
  const limits = createLimits(stores.limits, config.rates, config.rateAddressFactor, config.quotas);
  const connectionLimit = createConnectionLimit(limits, config.maxConnectionsPerIp);
  const admission = createAdmission({ secrets, config, connectionLimit, clientAddress });
  const addressOf = (request: IncomingMessage) => admission.originOf(request).address;
  const cookieIdOf = (request: IncomingMessage) => admission.originOf(request).cookieId;
  return { limits, connectionLimit, admission, addressOf, cookieIdOf };
}
