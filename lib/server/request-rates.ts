import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ClientAddress } from './client-address';
import type { Config } from './config';
import { createLimits } from './limits';
import { REFUSED_PAGE_TEXTS } from './refused-page-texts';
import type { RateLimits } from './stores/rate-limits';
import { createMemoryRateLimits } from './stores/rate-limits.memory';

export interface RequestRatesOptions {
  readonly config: Pick<Config, 'rates'>;
  readonly stores: { readonly limits: RateLimits };
  readonly clientAddress: ClientAddress;
}

/** Scripts, styles and fonts. They are read from a disk, and dozens belong to a page that is new to a browser. */
const FILES_PATH = '/_next/static/';

/**
 * Answers 429 to an address that asks for more pages or files than so many people would. Pages are counted over all nodes,
 * files at each: nobody waits for the store with each of dozens.
 */
export function withRequestRates(options: RequestRatesOptions, handle: RequestListener): RequestListener {
  const { config, stores, clientAddress } = options;
  const pages = createLimits(stores.limits, config.rates, null);
  const files = createLimits(createMemoryRateLimits(), config.rates, null);
  const waitOf = (request: IncomingMessage) =>
    request.url?.startsWith(FILES_PATH)
      ? files.ask('files', clientAddress(request))
      : pages.ask('pages', clientAddress(request));
  return (request, response) => {
    waitOf(request).then((waitMs) => {
      if (waitMs === 0) handle(request, response);
      else refuse(request, response, Math.ceil(waitMs / 1_000));
    });
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, seconds: number): void {
  const isForPerson = request.headers.accept?.includes('text/html') ?? false;
  const type = isForPerson ? 'text/html' : 'text/plain';
  response.writeHead(429, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'retry-after': String(seconds),
  });
  response.end(isForPerson ? pageFor(seconds) : 'Too many requests come from your address.\n');
}

/** In every language, and without styles and scripts, which would have to be asked for. */
function pageFor(seconds: number): string {
  const parts = Object.entries(REFUSED_PAGE_TEXTS).map(
    ([language, { title, hint }]) =>
      `<h1 lang="${language}">${title}</h1>\n<p lang="${language}">${hint(seconds)}</p>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Concord</title>
${parts.join('\n')}
</html>
`;
}
