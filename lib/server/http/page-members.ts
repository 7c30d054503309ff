import type { IncomingMessage, ServerResponse } from 'node:http';
import { withDeadline } from '@/lib/server/config/deadline';
import { createIdentify, isSecure } from '@/lib/server/identity/identity';
import type { SessionSecrets } from '@/lib/server/identity/session-secrets';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** How long a page waits for the secrets, which are in the store. Its connection is recognized just as well. */
const SECRET_DEADLINE_MS = 500;

/**
 * A page is asked for anew each time, as it makes whoever opens it known. Next would say `no-store` as well, for which a
 * browser forgets the page as soon as its reader goes to another: going back would begin it anew. It holds nothing of
 * what is said; that comes over its connection.
 */
const PAGE_CACHING = 'private, no-cache';

/**
 * Recognizes who opens a page, or makes a guest of them, before any connection does: whatever the page does next, and
 * every tab that is opened after it, comes with the cookie.
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
        // The store is away, or another node may know who this is: the page is served all the same.
      }
    }
    pages(request, response);
  };
}

/** Not its scripts, nor the look of a load balancer. */
const isPage = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && (headers.accept?.includes('text/html') ?? false);
