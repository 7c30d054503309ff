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

/** Next's reload socket in development; in production only Socket.IO upgrades. */
const RELOAD_PATH = '/_next/';

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Prepares Next, which serves everything that a person sees.
 * @throws StartError if its pages are not built
 */
export async function openPages(isDevelopment: boolean, port: number): Promise<Pages> {
  if (!isDevelopment && !existsSync('.next/BUILD_ID'))
    throw new StartError(`Concord is not built in ${process.cwd()}: run "npm run build" there first.`);
  // Next listens for upgrades on the server that it is given, and would close those of Socket.IO. So it gets one that never
  // listens, and its own upgrades are passed on below.
  const app = next({ dev: isDevelopment, port, httpServer: createServer() });
  await app.prepare();
  const handleByNext = app.getRequestHandler();
  const files = isDevelopment ? new Map() : await readCompressedFiles();
  const handle = withCompressedFiles(files, (request, response) => void handleByNext(request, response));
  // The handler from getUpgradeHandler() cannot reload; this one can, but is missing from Next's types.
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
