import type { IncomingMessage, ServerResponse } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { Config } from '@/lib/server/config/config';
import type { Warnings } from '@/lib/server/config/warnings';
import { isSecure } from '@/lib/server/identity/identity';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Names that only exist in a private network. */
const PRIVATE_NAME = /^[^.]*$|\.(local|localhost|internal|lan|home\.arpa|test)\.?$/i;

/** Warns of the first page that a browser requests over plain HTTP under a public name or address. */
export function withTlsWatch(
  { isDevelopment }: Pick<Config, 'isDevelopment'>,
  warnings: Warnings,
  serving: Handler,
): Handler {
  let isWatching = !isDevelopment;
  return (request, response) => {
    if (isWatching && isPage(request) && !isSecure(request) && isPublic(request.headers.host)) {
      isWatching = false;
      warnings.warn(
        { host: request.headers.host },
        'pages are served over plain HTTP: anybody on the way can read everything and pretend to be anybody. Put TLS in front, which sets X-Forwarded-Proto, before people come: whoever came without it will be a new guest with it (deploy/README.md, HTTPS)',
      );
    }
    serving(request, response);
  };
}

/** A load balancer's probe is not a page. */
const isPage = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.accept?.includes('text/html') === true;

function isPublic(host = ''): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(name)) return ipaddr.process(name).range() === 'unicast';
  return !PRIVATE_NAME.test(name);
}
