import type { IncomingMessage, RequestListener } from 'node:http';

/**
 * Answers requests for anything but a path of ours in one line, before anything tries to parse it: `*`, another host, `/%ff`.
 */
export function withRequestTarget(handle: RequestListener): RequestListener {
  return (request, response) => {
    if (isPath(request)) return handle(request, response);
    response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
    response.end('This is not the address of a page.\n');
  };
}

/** A path whose escapes are valid UTF-8: others would make whoever decodes them throw. */
function isPath({ url = '' }: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1);
  if (!path.startsWith('/')) return false;
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
