import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClientAddress } from '@/lib/server/config/client-address';
import { readConfig } from '@/lib/server/config/config';
import { configuredSecrets } from '@/lib/server/identity/session-secrets';
import { createMemoryRateLimits } from '@/lib/server/limits/rate-limits.memory';
import type { Stores } from '@/lib/server/stores/stores';
import { answerRequests } from './answer-requests';
import type { Pages } from './pages';
import { type RequestRatesOptions, withRequestRates } from './request-rates';

const there = { isStoring: () => true };
const shared = { limits: createMemoryRateLimits(), watch: there };
const servers: Server[] = [];

/** A node behind a load balancer, with a page at every address. */
async function startNode(stores: RequestRatesOptions['stores'] = shared): Promise<string> {
  const config = readConfig({ RATE_PAGES: '2/1m', RATE_FILES: '3/1m', TRUST_PROXY: 'loopback' });
  const clientAddress = createClientAddress(config.trustProxy, { warn: () => {} });
  const options = { config, stores, clientAddress };
  return listen(withRequestRates(options, (_, response) => void response.end('a page')));
}

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  servers.push(server.listen(0));
  await once(server, 'listening');
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

let nodes: readonly [string, string];
beforeAll(async () => {
  nodes = [await startNode(), await startNode()];
});
afterAll(() => {
  for (const server of servers) server.close();
});

const ask = (url: string, address: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers: { 'x-forwarded-for': address, ...headers } });
const statusesOf = async (urls: readonly string[], address: string) => {
  const statuses: number[] = [];
  for (const url of urls) statuses.push((await ask(url, address)).status);
  return statuses;
};

it('[F11] an address that opens pages too fast, at any node, is told when to come again, and others are not affected', async () => {
  const [one, other] = nodes;
  expect(await statusesOf([one, `${other}/rooms/x`, one, other], '192.0.2.1')).toEqual([200, 200, 429, 429]);
  expect((await ask(one, '192.0.2.2')).status).toBe(200);
  const refused = await ask(one, '192.0.2.1', { accept: 'text/html,*/*' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('cache-control')).toBe('no-store');
  expect(refused.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const page = await refused.text();
  for (const sentence of [
    /Too many pages .* This page opens by itself in \d+ seconds\./s,
    /<p lang="zh-Hans">.*自动打开/,
    /<meta http-equiv="refresh" content="\d+">/,
  ])
    expect(page).toMatch(sentence);
});

it('[F11] browsers that were refused at the same instant do not all come back at the same instant', async () => {
  const [one] = nodes;
  await statusesOf([one, one], '192.0.2.4');
  const comeBack = new Set<number>();
  for (let times = 0; times < 20; times++) {
    const refused = await ask(one, '192.0.2.4', { accept: 'text/html' });
    const { 1: seconds = '' } = /content="(\d+)">/.exec(await refused.text()) ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(Number(refused.headers.get('retry-after')));
    comeBack.add(Number(seconds));
  }
  expect(comeBack.size).toBeGreaterThan(1);
});

it('[F11] other requests keep nobody from a page, and a load balancer’s probe is always answered', async () => {
  const [one] = nodes;
  const address = '192.0.2.5';
  const probe = async () =>
    (await fetch(one, { method: 'HEAD', headers: { 'x-forwarded-for': address } })).status;
  const others = [
    `${one}/apple-touch-icon.png`,
    `${one}/favicon.ico?v=2`,
    `${one}/x/robots.txt`,
    `${one}/icon.svg`,
  ];
  expect(await statusesOf(others, address)).toEqual([200, 200, 429, 200]);
  expect((await ask(`${one}/rooms/x`, address, { rsc: '1' })).status).toBe(429);
  for (let times = 0; times < 5; times++) expect(await probe()).toBe(200);
  expect(await statusesOf([one, one, one], address)).toEqual([200, 200, 429]);
  expect(await probe()).toBe(200);
});

it('[F11] an endless stream of probes costs no page', async () => {
  let rendered = 0;
  const config = readConfig({ RATE_PAGES: '2/1m' });
  const clientAddress = createClientAddress([], { warn: () => {} });
  const url = await listen(
    withRequestRates({ config, stores: shared, clientAddress }, (_, response) => {
      rendered += 1;
      response.end();
    }),
  );
  for (let times = 0; times < 5; times++) expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  expect(rendered).toBe(2);
});

it('[F11] pages are served while Redis is frozen, and it is not asked while it is known to be away', async () => {
  let [asked, isStoring] = [0, true];
  const never = () => {
    asked += 1;
    return new Promise<number>(() => {});
  };
  const limits = { take: never, takeBytes: never, refusedFor: () => 0 };
  const node = await startNode({ limits, watch: { isStoring: () => isStoring } });
  expect((await ask(node, '192.0.2.6')).status).toBe(200);
  expect(asked).toBe(1);
  isStoring = false;
  expect(await statusesOf([node, node], '192.0.2.6')).toEqual([200, 429]);
  expect(asked).toBe(1);
});

it('[F11] a program is told in one line, and scripts and fonts are counted apart, at each node', async () => {
  const [one, other] = nodes;
  const file = '/_next/static/chunks/a.js';
  const files = Array.from({ length: 4 }, () => one + file);
  expect(await statusesOf([...files, other + file, one], '192.0.2.3')).toEqual([
    200, 200, 200, 429, 200, 200,
  ]);
  const refused = await ask(one + file, '192.0.2.3', { accept: '*/*' });
  expect(await refused.text()).toBe('Too many requests come from your address.\n');
});

it('[W8] pages and pictures are served only under the node’s names, and health under any, however often', async () => {
  const config = readConfig({ ALLOWED_HOSTS: 'localhost', RATE_PAGES: '1/1m' });
  const byName = await listen(
    answerRequests({
      config,
      stores: { limits: createMemoryRateLimits(), watch: there } as unknown as Stores,
      secrets: configuredSecrets('what only the nodes know, and nobody else'),
      clientAddress: createClientAddress([], { warn: () => {} }),
      warnings: { warn: () => {} },
      health: { isReady: async () => true, memory: () => '' },
      pages: { handle: (_, response) => void response.end('a page') } as Pages,
    }),
  );
  const url = byName.replace('localhost', '127.0.0.1');
  for (const path of ['/', '/rooms/x', '/avatars/site-x', '/_next/static/x'])
    expect((await fetch(url + path)).status, path).toBe(421);
  for (const path of ['/healthz', '/readyz', '/healthz/store', '/readyz'])
    expect((await fetch(url + path)).status, path).toBe(200);
  expect((await fetch(`${byName}/avatars/site-x`)).status).toBe(404);
  expect(await statusesOf([byName, `${byName}/_next/static/x`, `${byName}/rooms/x`], '')).toEqual([
    200, 200, 429,
  ]);
});

it('[F11] by default, a company behind one address can open all its pages at once, with everything that belongs to them', () => {
  const { pages, files } = readConfig({}).rates;
  expect(pages?.burst).toBeGreaterThanOrEqual(1_000);
  expect(files?.burst).toBeGreaterThanOrEqual(20 * (pages?.burst ?? Number.POSITIVE_INFINITY));
});
