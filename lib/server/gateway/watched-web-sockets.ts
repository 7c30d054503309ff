import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';

/** Pings that a client may send before it has taken the answers; so many take next to no memory. */
const PONGS_MAX = 60;
/** A packet has at most 64 KB: no browser or proxy cuts it into as many, in frames or on the way. */
const FRAGMENTS_MAX = 256;
const CHUNKS_MAX = 2_048;
/** How long one that is told to close has for its farewell. */
const CLOSE_TIMEOUT_MS = 5_000;

/** Is given each WebSocket with its connection, before anything that comes on it is read. */
export type WatchWebSocket = (webSocket: WebSocket, connection: Duplex) => void;

/** What Engine.IO speaks WebSocket with: ws, whose queues have bounds here, and of whose connections `watch` sees every byte. */
export const watchedWebSockets = (watch: WatchWebSocket) =>
  class extends WebSocketServer {
    constructor(options: ServerOptions) {
      const bounds = {
        maxPendingAutoPongs: PONGS_MAX,
        maxFragments: FRAGMENTS_MAX,
        maxBufferedChunks: CHUNKS_MAX,
        closeTimeout: CLOSE_TIMEOUT_MS,
      };
      super({ ...options, ...bounds });
    }

    override handleUpgrade(
      request: IncomingMessage,
      connection: Duplex,
      head: Buffer,
      accepted: (webSocket: WebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, connection, head, (webSocket) => {
        watch(webSocket, connection);
        accepted(webSocket, request);
      });
    }
  };
