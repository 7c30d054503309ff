import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import next from 'next';

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** Next's reload socket in development; in production nothing upgrades but Socket.IO. */
const RELOAD_PATH = '/_next/';

/** Prepares Next, which serves everything that a person sees. */
export async function openPages(isDevelopment: boolean, port: number): Promise<Pages> {
  // Next listens for upgrades on the server that it is given, and would close those of Socket.IO. It gets one that
  // never listens, and the upgrades that are its own are handed over below.
  const nextServer = createServer();
  const app = next({ dev: isDevelopment, port, httpServer: nextServer });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => void handle(request, response),
    upgrade: (request, socket, head) => {
      const isReload = isDevelopment && request.url?.startsWith(RELOAD_PATH);
      // Until its first request Next does not listen; a page that was open before tries again.
      const isTaken = isReload && nextServer.emit('upgrade', request, socket, head);
      if (!isTaken) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    },
    close: () => app.close(),
  };
}
