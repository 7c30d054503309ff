import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** How long a new connection has to request something; Node itself would wait for a minute. */
const HANDSHAKE_MS = 10_000;
/** Requests to a node are small, and a client that sends one drop by drop holds a connection that others could use. */
const REQUEST_MS = 30_000;
/** How long a connection may carry nothing in either direction: longer than a page takes to be built in development. */
const STALLED_MS = 120_000;
/** After the answer, the rest of a request is not needed; its sender has this long to read the answer. */
const LINGER_MS = 1_000;

export interface HttpTiming {
  /** Shorter in tests. */
  readonly handshakeMs?: number | undefined;
  readonly stalledMs?: number | undefined;
}

/** Makes an HTTP server that nobody can occupy by sending nothing, reading nothing, or sending without end. */
export function createHttpServer(handle: RequestListener, timing: HttpTiming = {}): Server {
  const { handshakeMs = HANDSHAKE_MS, stalledMs = STALLED_MS } = timing;
  const options = {
    headersTimeout: handshakeMs,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: handshakeMs / 10,
  };
  const server = createServer(options, handle).on('request', endUnread).on('upgrade', ignoreResets);
  server.timeout = stalledMs;
  return server;
}

/** Without this, Node would read and discard the rest of a request that was answered, however long it is. */
export const endUnread: RequestListener = (request, response) => {
  response.once('finish', () => {
    if (request.complete) return;
    setTimeout(() => {
      if (!request.complete) request.destroy();
    }, LINGER_MS).unref();
  });
};

/**
 * Must run before all other listeners for upgrades: Node removes its own error listener from a connection that wants to be
 * upgraded, and the accepting side adds one only later. In between, a peer that resets the connection would end the process.
 */
function ignoreResets(_: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
}
