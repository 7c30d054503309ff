import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Who has opened a connection has so long to ask for something; Node itself would wait for a minute. */
const HANDSHAKE_MS = 10_000;
/** What is sent to a node is small, and whoever sends it drop by drop holds a connection that others could use. */
const REQUEST_MS = 30_000;
/** Over which nothing goes for so long, neither way: longer than a page takes to be built in development. */
const STALLED_MS = 120_000;
/** What is still on its way when it was answered need not come; its sender has so long to read why. */
const LINGER_MS = 1_000;

export interface HttpTiming {
  /** Shorter in tests. */
  readonly handshakeMs?: number | undefined;
  readonly stalledMs?: number | undefined;
}

/** An HTTP server that nobody can occupy by saying nothing, by reading nothing, or by sending on and on. */
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

/** Node would read the rest of a request that is answered, however long it is, and throw it away. */
export const endUnread: RequestListener = (request, response) => {
  response.once('finish', () => {
    if (request.complete) return;
    setTimeout(() => {
      if (!request.complete) request.destroy();
    }, LINGER_MS).unref();
  });
};

/**
 * Before all others that hear of upgrades: Node takes its own error listener off a connection that asks to be upgraded,
 * and whoever accepts it adds one only later: in between, a peer that resets the connection would end the process.
 */
function ignoreResets(_: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => socket.destroy());
}
