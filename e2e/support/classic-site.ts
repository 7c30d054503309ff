import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

/** Somebody else's website, with the classic page on it. */
export interface ClassicSite {
  readonly origin: string;
  stop(): Promise<void>;
}

const PACKAGE = createRequire(import.meta.url).resolve('socket.io-client-4.0.1/package.json');
const FILES: Record<string, { readonly path: string; readonly type: string }> = {
  '/': { path: join(import.meta.dirname, 'classic.html'), type: 'text/html; charset=utf-8' },
  '/socket.io.js': { path: join(dirname(PACKAGE), 'dist/socket.io.js'), type: 'text/javascript' },
};

export async function startClassicSite(): Promise<ClassicSite> {
  const server = createServer(async (request, response) => {
    const file = FILES[request.url?.split('?', 1)[0] ?? ''];
    if (file) response.writeHead(200, { 'content-type': file.type }).end(await readFile(file.path));
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
