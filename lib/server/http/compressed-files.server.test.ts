import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';
import { readCompressedFiles, withCompressedFiles } from './compressed-files';

const SCRIPT = 'console.log("a script that is long enough to be compressed, a script, a script");';

async function start(): Promise<string> {
  const folder = temporaryFolder('compressed-files');
  onTestFinished(() => removeFolder(folder));
  await mkdir(join(folder, 'chunks'));
  await writeFile(join(folder, 'chunks/a.js'), SCRIPT);
  await writeFile(join(folder, 'chunks/a.js.br'), brotliCompressSync(SCRIPT));
  await writeFile(join(folder, 'chunks/a.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(folder, 'chunks/b.js'), SCRIPT);
  await writeFile(join(folder, 'font.woff2'), 'font');
  const files = await readCompressedFiles(folder);
  const server = createServer(withCompressedFiles(files, (_request, response) => response.end('by Next')));
  server.listen(0);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function get(url: string, encodings: string, method = 'GET') {
  const response = await fetch(url, { method, headers: { 'accept-encoding': encodings } });
  return {
    encoding: response.headers.get('content-encoding'),
    headers: response.headers,
    text: await response.text(),
  };
}

test('a script comes in the smallest encoding that its reader accepts, and may be cached for good', async () => {
  const url = await start();
  const script = `${url}/_next/static/chunks/a.js`;
  const best = await get(script, 'gzip, deflate, br, zstd');
  expect(best).toMatchObject({ encoding: 'br', text: SCRIPT });
  expect(best.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(best.headers.get('vary')).toBe('accept-encoding');
  expect(best.headers.get('content-type')).toBe('application/javascript; charset=UTF-8');
  expect(best.headers.get('content-length')).toBe(String(brotliCompressSync(SCRIPT).length));
  expect(await get(script, 'gzip, deflate')).toMatchObject({ encoding: 'gzip', text: SCRIPT });
  expect(await get(script, 'br;q=0, gzip;q=0.5')).toMatchObject({ encoding: 'gzip', text: SCRIPT });
  expect(await get(script, 'br', 'HEAD')).toMatchObject({ encoding: 'br', text: '' });
});

test('requests for anything else, or without compression, are left to Next', async () => {
  const url = await start();
  for (const [path, encodings, method] of [
    ['/_next/static/chunks/a.js', 'identity'],
    ['/_next/static/chunks/a.js', 'br;q=0, gzip;q=0.000'],
    ['/_next/static/chunks/a.js', 'br', 'POST'],
    ['/_next/static/chunks/a.js.br', 'br'],
    ['/_next/static/chunks/b.js', 'br'],
    ['/_next/static/font.woff2', 'br'],
    ['/_next/static/chunks/../../../package.json', 'br'],
    ['/', 'br'],
  ] as const)
    expect(await get(url + path, encodings, method)).toMatchObject({ encoding: null, text: 'by Next' });
});
