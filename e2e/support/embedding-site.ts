import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A website of somebody else that shows the room in a frame. */
export interface EmbeddingSite {
  readonly origin: string;
  stop(): Promise<void>;
}

/** By an address and not by `localhost`, where the room is: to a browser it is another site. */
export async function startEmbeddingSite(): Promise<EmbeddingSite> {
  const server = createServer((request, response) => {
    const room = new URL(request.url ?? '', 'http://site').searchParams.get('room') ?? '';
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageAround(room));
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

const pageAround = (room: string): string => `<!doctype html>
<html lang="en">
  <head><title>A site of somebody else</title><link rel="icon" href="data:," /></head>
  <body><iframe title="Chat" src="${encodeURI(room)}" width="900" height="700"></iframe></body>
</html>`;
