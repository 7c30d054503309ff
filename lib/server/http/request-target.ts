import type { IncomingMessage, RequestListener } from 'node:http';

/** Answers what asks for no path of ours in one line, before anything tries to read it: `*`, another host, `/%ff`. */
export function withRequestTarget(handle: RequestListener): RequestListener {
  return (request, response) => {
    if (isPath(request)) return handle(request, response);
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
    response.end('This is no address of a page.\n');
  };
}

/** A path whose escapes are UTF-8: what is none would end in an error of whoever decodes it. */
function isPath({ url = '' }: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1);
  if (!path.startsWith('/')) return false;
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
