import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { TOKEN_ORIGINS_HEADER } from '@/lib/chat/token-handing';
import { readConfig } from '@/lib/server/config/config';
import { withTokenOrigins } from './token-origins';

const SECRET = 'what the site and the room know, and nobody else';
const EMBED_ORIGINS = 'https://a.example,https://b.example';

function seen(variables: Record<string, string>, sent?: string) {
  let headers: IncomingMessage['headers'] = {};
  const pages = withTokenOrigins(readConfig(variables), (request) => {
    headers = request.headers;
  });
  const asked = { headers: sent === undefined ? {} : { [TOKEN_ORIGINS_HEADER]: sent } };
  pages(asked as IncomingMessage, {} as ServerResponse);
  return headers[TOKEN_ORIGINS_HEADER];
}

it('[J6] the configuration tells a page whose tokens to accept, whatever a client says', () => {
  const both = { AUTH_JWT_SECRET: SECRET, EMBED_ORIGINS };
  for (const sent of [undefined, 'https://evil.example']) {
    expect(seen(both, sent)).toBe('https://a.example https://b.example');
    expect(seen({ AUTH_JWT_SECRET: SECRET }, sent)).toBe('');
    expect(seen({ EMBED_ORIGINS }, sent)).toBeUndefined();
  }
});
