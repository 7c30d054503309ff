import { ServerResponse } from 'node:http';
import { CHAT_NAMESPACE } from '@/lib/chat/protocol';
import { replaceRequest } from './admission/connection-origin';
import { createPeerAddress } from './config/client-address';
import type { ChatServerOptions } from './create-context';
import { BacklogWatch } from './gateway/backlog-watch';
import { FAREWELL_MS } from './gateway/drain';
import { FloodWatch } from './gateway/flood-watch';
import { handshakeMsOf, onConnections, openSockets, watchRequests } from './gateway/gateway-sockets';
import { createNamespaceWatch } from './gateway/namespace-watch';
import { trackConnections } from './gateway/track-connections';
import { CLASSIC_NAMESPACE } from './handlers/classic/classic';
import { createEntrance, serveChat } from './serve-chat';

export interface ChatServer {
  /** Lets no new sessions in, and sends our pages to the other nodes, if any. */
  drain(): Promise<void>;
  /** Ends all connections, so that their clients go elsewhere. */
  close(): Promise<void>;
}

/** Serves both protocols on `/socket.io` of an HTTP server. */
export function createChatServer(options: ChatServerOptions): ChatServer {
  const { config, stores, siblings, memory, logger } = options;
  const entrance = createEntrance(options);
  const { admission, connectionLimit } = entrance;
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
  const { chat, stop } = serveChat(io, options, entrance);
  const endConnections = trackConnections(options.httpServer, {
    maxPerAddress: config.maxConnectionsPerIp,
    addressOf: createPeerAddress(config.trustProxy),
  });
  const watchNamespaces = createNamespaceWatch(handshakeMsOf(options));
  for (const name of [CLASSIC_NAMESPACE, CHAT_NAMESPACE]) io.of(name).on('connection', watchNamespaces);
  return {
    drain: async () => {
      isDraining = true;
      if (stores.adapter === undefined) return;
      // Siblings drain at the same time, and some of their sessions come through here.
      const passedOn = siblings?.idle(config.drainMs + FAREWELL_MS);
      await Promise.all([chat.drain(config.drainMs), passedOn]);
    },
    close: async () => {
      stop();
      const closed = io.close();
      endConnections();
      await closed;
    },
  };
}
