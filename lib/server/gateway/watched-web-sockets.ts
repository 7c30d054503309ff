import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';

/** How many pings a client may send before it has taken the answers: this many take next to no memory. */
const PONGS_MAX = 60;
/** A packet has at most 64 KB: no browser or proxy splits it into this many frames or chunks. */
const FRAGMENTS_MAX = 256;
const CHUNKS_MAX = 2_048;
/** How long a connection that is told to close has for its farewell. */
const CLOSE_TIMEOUT_MS = 5_000;

/** Called with each WebSocket and its connection, before anything that arrived over it is read. */
export type WatchWebSocket = (webSocket: WebSocket, connection: Duplex) => void;

/** Engine.IO's WebSocket server: ws, with bounds for its queues, and with `watch` seeing every byte of its connections. */
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
