import { createServer } from 'node:net';

/**
 * Below the ports that systems use for outgoing connections (32768 on Linux, 49152 on macOS). Among those, a client that
 * retries a stopped server can connect to itself, and then holds the port when the server wants it back.
 */
const LOWEST = 20_000;
const HIGHEST = 31_999;

/** Returns whether a server can listen on `port` of `host` now. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * Each process begins elsewhere: test workers that start together, and take their ports only later, would otherwise sometimes
 * get the same one. They begin far apart, so that one never reaches the ports of another either: a server that a test has
 * stopped would find its port taken when it starts again.
 */
const APART = 509; // A prime, so that any twelve thousand consecutive processes begin at different ports.
let next = LOWEST + ((process.pid * APART) % (HIGHEST - LOWEST + 1));

/**
 * Returns a port on which nothing listens, and that this process was not given recently. Take it soon, before somebody else
 * does.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = port === HIGHEST ? LOWEST : port + 1;
    if (await isPortFree(port)) return port;
  }
}
