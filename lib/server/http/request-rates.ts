import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ClientAddress } from '@/lib/server/config/client-address';
import type { Config } from '@/lib/server/config/config';
import { withDeadline } from '@/lib/server/config/deadline';
import type { StoreWatch } from '@/lib/server/databases/store-watch';
import { createLimits } from '@/lib/server/limits/limits';
import type { RateLimits } from '@/lib/server/limits/rate-limits';
import { createMemoryRateLimits } from '@/lib/server/limits/rate-limits.memory';

export interface RequestRatesOptions {
  readonly config: Pick<Config, 'rates'>;
  readonly stores: { readonly limits: RateLimits; readonly watch: Pick<StoreWatch, 'isStoring'> };
  readonly clientAddress: ClientAddress;
}

/**
 * How long a page waits for the store, for all networks of the address together. Then the node goes by what it has seen itself.
 */
const DEADLINE_MS = 200;

/** Scripts, styles, fonts and the icon. They are read from disk, and a page that is new to a browser needs dozens. */
const FILES = /^\/(_next\/static\/|icon\.svg$)/;
/** No room has a dot in its address, so this is a file that some browsers look for, and that does not exist. */
const FILE_NAME = /\.[^/]*$/;

/**
 * `probe`: what load balancers may request to see whether a node is alive. `other`: costs as much as a page, but is not one.
 */
type Asked = 'page' | 'file' | 'probe' | 'other';

function askedBy({ method, url = '', headers }: IncomingMessage): Asked {
  const [path = ''] = url.split('?', 1);
  if (method === 'HEAD' && url === '/') return 'probe';
  if (FILES.test(path)) return 'file';
  return headers.rsc !== undefined || FILE_NAME.test(path) ? 'other' : 'page';
}

/** How long an address has to wait with each kind, in milliseconds. Never rejects. */
type Waits = Readonly<Record<Asked, (address: string) => Promise<number>>>;

function createWaits({ config, stores }: RequestRatesOptions): Waits {
  const asking = (kind: 'pages' | 'files', store: RateLimits = createMemoryRateLimits()) => {
    const limits = createLimits(store, config.rates, null);
    return (address: string) => limits.ask(kind, address);
  };
  const [shared, here] = [asking('pages', stores.limits), asking('pages')];
  return {
    page: (address) =>
      stores.watch.isStoring()
        ? withDeadline(shared(address), DEADLINE_MS).catch(() => here(address))
        : here(address),
    file: asking('files'),
    probe: asking('pages'),
    other: asking('pages'),
  };
}

/**
 * Answers 429 to an address that requests more pages or files than that many people would. Pages are counted across all nodes,
 * and everything else at each node and separately: nobody waits for the store with each of dozens of files, or is refused a
 * page because of other requests. A probe is always answered, beyond the rate without making a page, so that no load balancer
 * takes a node for dead.
 */
export function withRequestRates(options: RequestRatesOptions, handle: RequestListener): RequestListener {
  const waits = createWaits(options);
  return (request, response) => {
    const asked = askedBy(request);
    waits[asked](options.clientAddress(request)).then((waitMs) => {
      if (waitMs === 0) handle(request, response);
      else if (asked === 'probe') response.end();
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
  response.end(isForPerson ? pageFor(spread(seconds)) : 'Too many requests come from your address.\n');
}

/** Browsers that were refused at one instant would otherwise be refused together again. */
const SPREAD_SECONDS = 10;
const spread = (seconds: number): number => seconds + Math.floor(Math.random() * SPREAD_SECONDS);

/** In every language; reloads by itself; without styles and scripts, which would have to be requested. */
function pageFor(seconds: number): string {
  const parts = Object.entries(REFUSED_PAGE_TEXTS).map(
    ([language, { title, hint }]) =>
      `<h1 lang="${language}">${title}</h1>\n<p lang="${language}">${hint(seconds)}</p>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${seconds}">
<title>Concord</title>
${parts.join('\n')}
</html>
`;
}

/** The texts of the page that is shown instead of ours, by language: our own page's texts are for Next to render. */
const REFUSED_PAGE_TEXTS = {
  en: {
    title: 'Too many pages are being opened from your address.',
    hint: (seconds: number) =>
      `Nothing is lost. This page opens by itself in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
  },
  'zh-Hans': {
    title: '您的网络地址打开的页面过多。',
    hint: (seconds: number) => `内容不会丢失，页面将在 ${seconds} 秒后自动打开。`,
  },
} as const;
