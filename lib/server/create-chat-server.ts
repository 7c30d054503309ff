import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { LOBBY, type PresenceChange } from '@/lib/chat/protocol';
import { createAdmission } from './admission';
import { type WatchedConnection, watchBacklogs } from './backlog-watch';
import type { ChatContext } from './chat-context';
import type { Config } from './config';
import { toFrame } from './frames';
import { type ChatNamespace, openChatNamespace } from './gateway';
import {
  CLASSIC_NAMESPACE,
  type ClassicNamespace,
  handleClassicSocket,
  tellClassicDepartures,
  tellClassicEntries,
} from './handlers/classic';
import { createRoomFeeds } from './room-feeds';
import { RoomPresence, type RoomPresenceOptions } from './room-presence';
import { sharingReads } from './sharing-reads';
import type { Stores } from './stores/open-stores';

/** The longest message fits with room to spare; what is longer closes the connection. */
const PACKET_MAX_BYTES = 64 * 1024;
const HANDSHAKE_TIMEOUT_MS = 10_000;

export interface ChatServerOptions {
  readonly config: Config;
  readonly stores: Stores;
  readonly secret: Promise<string>;
  readonly httpServer: HttpServer;
  readonly logger: Logger;
  /** Shorter in tests. */
  readonly timing?: Pick<RoomPresenceOptions, 'graceMs' | 'tendEveryMs'> & { readonly checkEveryMs?: number };
}

export interface ChatServer {
  /** Lets no new connection in and sends our pages to the other nodes, where there are any. */
  drain(): Promise<void>;
  /** Ends all connections, so that their clients go elsewhere. */
  close(): Promise<void>;
}

/** Serves both protocols on `/socket.io` of an HTTP server. */
export function createChatServer(options: ChatServerOptions): ChatServer {
  const { config, stores, logger, timing = {} } = options;
  const admission = createAdmission(options.secret, config.allowedOrigins);
  const io = openSockets(options, admission);
  const classic: ClassicNamespace = io.of(CLASSIC_NAMESPACE);
  const context: ChatContext = {
    log: sharingReads(stores.log),
    sessions: stores.presence,
    nodeId: config.nodeId,
    logger,
    now: Date.now,
    randomId: randomUUID,
    feeds: createRoomFeeds(
      stores.log,
      {
        opened: (room) => context.presence.open(room),
        closed: (room) => context.presence.closeRoom(room),
        delivered: (room, run) => {
          chat.tellEntries(toFrame(room, run));
          if (room === LOBBY) tellClassicEntries(classic, run);
        },
        // An empty frame of another history makes every client catch up from its own position.
        changed: (room, { epoch, seq }) => chat.tellEntries({ room, epoch, from: seq + 1, entries: [] }),
      },
      timing.checkEveryMs,
    ),
    presence: new RoomPresence({
      ...timing,
      store: stores.presence,
      signal: (news) => chat.signal(news),
      changed: (change: PresenceChange) => {
        chat.tellPresence(change);
        if (change.room === LOBBY) tellClassicDepartures(classic, change);
      },
    }),
  };
  const chat: ChatNamespace = openChatNamespace(io, context, admission, stores.adapter !== undefined);
  const stopWatching = watchBacklogs(() => connectionsOf(io), logger);
  classic.on('connection', (socket) => handleClassicSocket(context, socket));
  return {
    drain: async () => {
      // Whoever connects from now on is refused at once, and a load balancer goes to the next node.
      options.httpServer.close();
      if (stores.adapter !== undefined) await chat.drain(config.drainMs);
    },
    close: async () => {
      stopWatching();
      context.presence.close();
      context.feeds.close();
      await io.close();
    },
  };
}

function openSockets(
  { config, stores, httpServer }: ChatServerOptions,
  admission: ReturnType<typeof createAdmission>,
): Server {
  const io = new Server(httpServer, {
    // The page of another origin is refused by `allowRequest`; this lets the admitted ones read the answer.
    cors: { origin: [...config.allowedOrigins], credentials: true },
    allowRequest: admission.allowRequest,
    maxHttpBufferSize: PACKET_MAX_BYTES,
    connectTimeout: HANDSHAKE_TIMEOUT_MS,
    pingInterval: config.pingIntervalMs,
    pingTimeout: config.pingTimeoutMs,
    destroyUpgrade: false, // Development's own reload socket shares the server.
    ...(stores.adapter === undefined ? {} : { adapter: stores.adapter }),
  });
  io.engine.on('initial_headers', (headers: Record<string, string>, request) => {
    const setCookie = admission.identityOf(request)?.setCookie;
    if (setCookie !== undefined) headers['set-cookie'] = setCookie;
  });
  return io;
}

/** Engine.IO keeps its connections by id, and their transports to itself. */
const connectionsOf = (io: Server) =>
  Object.values((io.engine as unknown as { clients: Record<string, WatchedConnection> }).clients);
