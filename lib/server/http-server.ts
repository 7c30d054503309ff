import { createServer, type RequestListener, type Server } from 'node:http';

/** Who has opened a connection has so long to ask for something; Node itself would wait for a minute. */
const HANDSHAKE_MS = 10_000;
/** What is sent to a node is small, and whoever sends it drop by drop holds a connection that others could use. */
const REQUEST_MS = 30_000;

/** An HTTP server that nobody can occupy by saying nothing. @param handshakeMs shorter in tests */
export function createHttpServer(handle: RequestListener, handshakeMs: number = HANDSHAKE_MS): Server {
  const options = {
    headersTimeout: handshakeMs,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: handshakeMs / 10,
  };
  return createServer(options, handle);
}
