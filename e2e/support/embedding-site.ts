import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';

/** Known to the room, so that it believes what the site says about its users. */
export const SITE_SECRET = 'what the site and the room know, and nobody else';

/** Somebody else's website, which shows the room in a frame. */
export interface EmbeddingSite {
  readonly origin: string;
  stop(): Promise<void>;
}

/** At an IP address, because the room is at `localhost`: to a browser they are different sites. */
export async function startEmbeddingSite(): Promise<EmbeddingSite> {
  const server = createServer((request, response) => {
    const { pathname, searchParams, origin } = new URL(request.url ?? '', `http://${request.headers.host}`);
    if (pathname === '/token') return void signed(searchParams, origin).then((token) => response.end(token));
    if (pathname === PICTURE)
      return void response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(picture);
    // A picture that is not one, and the files that browsers request by themselves; an empty answer suits both.
    if (pathname !== '/') return void response.end();
    const room = searchParams.get('room') ?? '';
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

const PICTURE = '/picture.svg';
const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="72" height="72">
  <rect width="72" height="72" fill="#dbe7f3" /><circle cx="36" cy="28" r="13" fill="#3b5f86" />
  <ellipse cx="36" cy="66" rx="24" ry="21" fill="#3b5f86" />
</svg>`;

/** Everybody has the same picture, unless `picture` gives another address, or is empty for none. */
function avatarOf(user: URLSearchParams, origin: string): { readonly avatar?: string } {
  const path = user.get('picture') ?? PICTURE;
  return path === '' ? {} : { avatar: origin + path };
}

const signed = (user: URLSearchParams, origin: string): Promise<string> =>
  new SignJWT({ name: user.get('user') ?? '', ...avatarOf(user, origin) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user.get('user') ?? '')
    .setExpirationTime(`${user.get('seconds') ?? 3_600}s`)
    .sign(new TextEncoder().encode(SITE_SECRET));

/** Hands a token for `user` to the room whenever it asks, as docs/embedding.md shows; hands over nothing without a user. */
const pageAround = (room: string): string => `<!doctype html>
<html lang="en">
  <head><title>A site of somebody else</title><link rel="icon" href="data:," /></head>
  <body><iframe title="Chat" src="${encodeURI(room)}" width="900" height="700"></iframe>
    <script>
      const here = new URLSearchParams(location.search);
      addEventListener('message', async ({ source, data }) => {
        const { contentWindow, src } = document.querySelector('iframe');
        if (source !== contentWindow || !here.has('user')) return;
        if (data.type !== 'concord:ready' && data.type !== 'concord:token-needed') return;
        const token = await (await fetch('/token?' + here)).text();
        contentWindow.postMessage({ type: 'concord:token', token }, new URL(src).origin);
      });
    </script>
  </body>
</html>`;
