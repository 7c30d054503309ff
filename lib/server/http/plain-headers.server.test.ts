import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { putPlainHeaders } from './plain-headers';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function headersOf(headers: Record<string, string> = {}): Promise<Headers> {
  const server = createServer((request, response) => {
    putPlainHeaders(request, response);
    response.end('ok');
  });
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}/`, { headers })).headers;
}

it('[W3] every answer has the plain headers, and those for TLS only behind it', async () => {
  const plain = await headersOf();
  expect(plain.get('x-content-type-options')).toBe('nosniff');
  expect(plain.get('referrer-policy')).toBe('same-origin');
  expect(plain.get('permissions-policy')).toContain('camera=()');
  expect(plain.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(plain.get('strict-transport-security')).toBeNull();
  const behindTls = await headersOf({ 'x-forwarded-proto': 'https' });
  expect(behindTls.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/);
  expect(behindTls.get('cross-origin-opener-policy')).toBe('same-origin');
});
