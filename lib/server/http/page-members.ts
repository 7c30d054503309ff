import type { IncomingMessage, ServerResponse } from 'node:http';
import { withDeadline } from '@/lib/server/config/deadline';
import { createIdentify, isSecure } from '@/lib/server/identity/identity';
import type { SessionSecrets } from '@/lib/server/identity/session-secrets';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** How long a page waits for the secrets, which are in the store. Its connection can recognize the member just as well. */
const SECRET_DEADLINE_MS = 500;

/**
 * A page is requested anew each time, because that recognizes its reader. Next would add `no-store`, for which a browser
 * forgets the page as soon as its reader leaves it: going back would start it over. The page contains nothing of what is said;
 * that comes over its connection.
 */
const PAGE_CACHING = 'private, no-cache';

/**
 * Recognizes the reader of a page, or makes a guest of them, before any connection does: whatever the page does next, and every
 * tab opened after it, comes with the cookie.
 */
export function withMembers(secrets: SessionSecrets, isEmbeddable: boolean, pages: Handler): Handler {
  const identify = createIdentify(secrets, isEmbeddable);
  return async (request, response) => {
    if (isPage(request)) {
      response.setHeader('cache-control', PAGE_CACHING);
      try {
        const asked = identify({ cookies: request.headers.cookie, isSecure: isSecure(request) });
        const { setCookie } = await withDeadline(asked, SECRET_DEADLINE_MS);
        if (setCookie !== undefined) response.appendHeader('set-cookie', setCookie);
      } catch {
        // The store is away, or another node may recognize the reader: the page is served all the same.
      }
    }
    pages(request, response);
  };
}

/** Neither its scripts, nor a probe of a load balancer. */
const isPage = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && (headers.accept?.includes('text/html') ?? false);
