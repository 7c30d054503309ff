import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createIdentify } from '@/lib/server/identity/identity';
import { configuredSecrets, type SessionSecrets } from '@/lib/server/identity/session-secrets';
import { withMembers } from './page-members';

const secrets = configuredSecrets('a secret of at least thirty-two characters');
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(given: SessionSecrets = secrets) {
  const server = createServer(withMembers(given, false, (_, response) => response.end('the page')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const open = (headers: Record<string, string> = {}, method = 'GET') =>
    fetch(url, { method, headers: { accept: 'text/html,*/*', connection: 'close', ...headers } });
  return { open };
}

const cookieOf = (response: Response) => response.headers.get('set-cookie');

it('[I4] opening a page gives the identity with which its connections come', async () => {
  const { open } = await serve();
  const cookie = cookieOf(await open())?.split(';', 1)[0] ?? '';
  const identity = await createIdentify(secrets)({ cookies: cookie, isSecure: false });
  expect(identity.setCookie).toBeUndefined();
  const again = await open({ cookie });
  expect(cookieOf(again)).toBeNull();
  expect(await again.text()).toBe('the page');
  expect(cookieOf(await open({ 'x-forwarded-proto': 'https' }))).toMatch(/Secure/);
});

it('[I2] opening a page with an invalid cookie gives the page, and a new cookie', async () => {
  const { open } = await serve();
  const response = await open({ cookie: 'concord_member=rubbish' });
  expect(response.status).toBe(200);
  expect(cookieOf(response)).toMatch(/^concord_member=ey.*HttpOnly/);
});

it('[I4] requests for scripts and styles, and probes of a load balancer, make nobody a guest', async () => {
  const { open } = await serve();
  expect(cookieOf(await open({ accept: '*/*' }))).toBeNull();
  expect(cookieOf(await open({}, 'HEAD'))).toBeNull();
});

it('[I4] while the secret is not available the page is served all the same', async () => {
  const { open } = await serve({ ...secrets, known: () => new Promise(() => {}) });
  const response = await open();
  expect(await response.text()).toBe('the page');
  expect(cookieOf(response)).toBeNull();
});

it('[R9] a page is requested anew each time, but a browser may keep it for a reader who goes back', async () => {
  const { open } = await serve();
  expect((await open()).headers.get('cache-control')).toBe('private, no-cache');
  expect((await open({ accept: '*/*' })).headers.get('cache-control')).toBeNull();
});
