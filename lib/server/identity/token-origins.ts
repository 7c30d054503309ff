import type { IncomingMessage, ServerResponse } from 'node:http';
import { TOKEN_ORIGINS_HEADER } from '@/lib/chat/token-handing';
import type { Config } from '@/lib/server/config/config';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Lets Next put into every page of whom that takes tokens. It reads it from the request; so what a client sent under that
 * name is never let through.
 */
export function withTokenOrigins(
  { siteTokens, embedOrigins }: Pick<Config, 'siteTokens' | 'embedOrigins'>,
  pages: Handler,
): Handler {
  return (request, response) => {
    delete request.headers[TOKEN_ORIGINS_HEADER];
    if (siteTokens !== undefined) request.headers[TOKEN_ORIGINS_HEADER] = embedOrigins.join(' ');
    pages(request, response);
  };
}
