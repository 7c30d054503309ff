import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { expect } from '@playwright/test';
import { test } from '../support/test';

test('the load balancer answers an upgrade with 101, and the node behind it opens a session', async ({
  place,
}) => {
  const outgoing = request(`${place.url}/socket.io/?EIO=4&transport=websocket`, {
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      'Sec-WebSocket-Version': '13',
    },
  });
  outgoing.end();
  const [response, socket, head] = (await once(outgoing, 'upgrade')) as [IncomingMessage, Socket, Buffer];
  expect(response.statusCode).toBe(101);
  const [opening] = head.length > 0 ? [head] : ((await once(socket, 'data')) as [Buffer]);
  expect(opening.toString()).toMatch(/0\{"sid":"[^"]+".*"pingInterval":15000/);
  socket.destroy();
});

test('the page talks over a WebSocket from its first word', async ({ people, place }) => {
  const ada = await people.arrive('Ada');
  const cdp = await ada.page.context().newCDPSession(ada.page);
  await cdp.send('Network.enable');
  const answered = new Promise<number>((resolve) =>
    cdp.once('Network.webSocketHandshakeResponseReceived', ({ response }) => resolve(response.status)),
  );
  const polls: string[] = [];
  ada.page.on('request', (sent) =>
    polls.push(...(sent.url().includes('transport=polling') ? [sent.url()] : [])),
  );
  const opened = ada.page.waitForEvent('websocket');
  await ada.opens(place.url);
  expect((await opened).url()).toMatch(/\/socket\.io\/\?.*EIO=4&transport=websocket/);
  expect(await answered).toBe(101);
  expect(polls).toEqual([]);
});
