import type { IncomingMessage, ServerResponse } from 'node:http';
import { TOKEN_ORIGINS_HEADER } from '@/lib/chat/token-handing';
import type { Config } from '@/lib/server/config/config';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Lets Next put into every page from which origins it accepts tokens. Next reads that from the request, so a client's own value
 * under that name is removed.
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
