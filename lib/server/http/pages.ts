import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import next from 'next';
import { StartError } from '@/lib/server/config/start-error';
import { readCompressedFiles, withCompressedFiles } from './compressed-files';

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** Next's reload socket in development; in production nothing upgrades but Socket.IO. */
const RELOAD_PATH = '/_next/';

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Prepares Next, which serves everything that a person sees.
 * @throws StartError where its pages are not built.
 */
export async function openPages(isDevelopment: boolean, port: number): Promise<Pages> {
  if (!isDevelopment && !existsSync('.next/BUILD_ID'))
    throw new StartError(`Concord is not built in ${process.cwd()}: run "npm run build" there first.`);
  // Next listens for upgrades on the server that it is given, and would close those of Socket.IO. It gets one that
  // never listens, and the upgrades that are its own are handed over below.
  const app = next({ dev: isDevelopment, port, httpServer: createServer() });
  await app.prepare();
  const handleByNext = app.getRequestHandler();
  const files = isDevelopment ? new Map() : await readCompressedFiles();
  const handle = withCompressedFiles(files, (request, response) => void handleByNext(request, response));
  // What getUpgradeHandler() gives knows nothing of reloading; this one does, and is missing from Next's types.
  const { upgradeHandler } = app as unknown as { readonly upgradeHandler: Upgrade };
  return {
    handle,
    upgrade: (request, socket, head) => {
      if (isDevelopment && request.url?.startsWith(RELOAD_PATH)) upgradeHandler(request, socket, head);
      else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    },
    close: () => app.close(),
  };
}
