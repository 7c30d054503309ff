import { createServer } from 'node:net';

/**
 * Below the ports that systems lend to outgoing connections (32768 on Linux, 49152 on macOS). Among those, a client
 * that retries a stopped server can connect to itself and then holds the port when the server wants it back.
 */
const LOWEST = 20_000;
const HIGHEST = 31_999;

/** Can a server listen on `port` of `host` now? */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * Each process begins elsewhere: test workers that start together, and take their ports only later, would otherwise now and
 * then be given the same one. They are far apart, as one must not come to the ports of another either: what it has stopped
 * to start again would find its port taken.
 */
const APART = 509; // A prime, so that any twelve thousand processes in a row begin at ports of their own.
let next = LOWEST + ((process.pid * APART) % (HIGHEST - LOWEST + 1));

/** A port on which nothing listens, and that this process was not given lately. Somebody may be quicker: take it soon. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = port === HIGHEST ? LOWEST : port + 1;
    if (await isPortFree(port)) return port;
  }
}
