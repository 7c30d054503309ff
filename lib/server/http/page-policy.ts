import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '@/lib/server/config/config';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type PolicyConfig = Pick<Config, 'isDevelopment' | 'embedOrigins' | 'avatarOrigins'>;

const NONCE_BYTES = 16;

/** These files are cached for good, so they could not contain a nonce. */
const STATIC_PATH = '/_next/static/';

/**
 * Gives every page a content security policy with a nonce of its own. Next reads the nonce from the request and puts it on
 * everything that it writes into the page, so a client's own value under that name is removed.
 */
export function withPolicy(config: PolicyConfig, pages: Handler): Handler {
  return (request, response) => {
    delete request.headers['content-security-policy'];
    delete request.headers['content-security-policy-report-only'];
    if (!request.url?.startsWith(STATIC_PATH)) {
      const policy = pagePolicy(config, randomBytes(NONCE_BYTES).toString('base64'));
      request.headers['content-security-policy'] = policy;
      response.setHeader('content-security-policy', policy);
    }
    pages(request, response);
  };
}

/** Returns what a page may load, run and be shown in. */
export function pagePolicy(
  { isDevelopment, embedOrigins, avatarOrigins }: PolicyConfig,
  nonce: string,
): string {
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    // Without 'strict-dynamic', which would run whatever script a tricked script of ours puts into the page. What Next loads
    // later is from this host, which serves no scripts but its own.
    'script-src': ["'self'", `'nonce-${nonce}'`, ...(isDevelopment ? ["'unsafe-eval'"] : [])],
    'script-src-attr': ["'none'"],
    // Development's error overlay writes styles of its own; a nonce would disable 'unsafe-inline'.
    'style-src': ["'self'", isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    // A picture is requested from this host, but the target of the redirect counts as well.
    'img-src': ["'self'", ...avatarOrigins],
    'font-src': ["'self'"],
    // Socket.IO's WebSocket goes to the same host: 'self' covers it in all browsers since Safari 15.4.
    'connect-src': ["'self'"],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': embedOrigins.length > 0 ? embedOrigins : ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}
