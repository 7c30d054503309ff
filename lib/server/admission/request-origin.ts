import type { IncomingMessage } from 'node:http';
import { isSecure } from '@/lib/server/identity/identity';

/**
 * Returns whether the request comes from an allowed page or from a program. With each request on behalf of another site's page,
 * a browser says where it comes from: by `Origin`, or by `Sec-Fetch-Site` alone if a script or picture requests it. A program
 * need not send either, and could send anything.
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

/** Over TLS, a page that came without TLS does not count as ours: anybody in between could have written it. */
function isOwnOrigin(request: Pick<IncomingMessage, 'headers'>, origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  return host === request.headers.host && (protocol === 'https:' || !isSecure(request));
}
