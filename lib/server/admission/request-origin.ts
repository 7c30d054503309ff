import type { IncomingMessage } from 'node:http';
import { isSecure } from '@/lib/server/identity/identity';

/**
 * Does the request come from a page that may, or from a program? A browser says with each request of another site's page
 * where that comes from, by `Origin` or, where a script or a picture asks, by `Sec-Fetch-Site` alone. A program need say
 * neither, and could say anything.
 */
export function isAllowedOrigin(
  request: Pick<IncomingMessage, 'headers'>,
  allowed: readonly string[],
): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return !isOfAnotherSite(request);
  return allowed.includes(origin) || isOwnOrigin(request, origin);
}

const isOfAnotherSite = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site']));

/** Over TLS a page that came without is another's: whoever is between the two could have written it. */
function isOwnOrigin(request: Pick<IncomingMessage, 'headers'>, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  return host === request.headers.host && (protocol === 'https:' || !isSecure(request));
}
