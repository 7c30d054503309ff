import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withRequestTarget } from './request-target';

let server: Server;
const reached: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer(
    withRequestTarget(({ url }, response) => {
      reached.push(url);
      response.end('a page');
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

/** A node's answer to a request line that no client library would send. */
async function ask(line: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(`${line} HTTP/1.1\r\nHost: chat.example\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

it('[W7] what is not the address of a page is answered 400 in a sentence', async () => {
  const none = ['*', 'http://evil.example/', '/rooms/%ff', '/%', '/%00', '/%E0%A4%A', '/a/%c0%ae'];
  for (const target of none) {
    const answer = await ask(`GET ${target}`);
    expect(answer, target).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer, target).toMatch(/\r\n\r\n(?:[\da-f]+\r\n)?This is not the address of a page\.\n/);
  }
  expect(reached).toEqual([]);
});

it('[W7] a request for a page reaches the pages', async () => {
  const some = ['/', '/rooms/%E8%8A%B1', '/rooms/a?q=%ff', '/rooms/a%2fb', '/_next/x', '//'];
  for (const target of some) expect(await ask(`GET ${target}`), target).toMatch(/^HTTP\/1\.1 200 /);
  expect(reached).toEqual(some);
});
