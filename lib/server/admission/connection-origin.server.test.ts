import { IncomingMessage, Server } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { collectGarbage } from '@/lib/server/testing/garbage-for-tests';
import { connectClient, startNodeForTests } from '@/lib/server/testing/node-for-tests';
import { ConnectionOrigin } from './connection-origin';

const { emit } = Server.prototype;
afterEach(() => {
  Server.prototype.emit = emit;
});

it('an open connection keeps nothing of the request that it began with', async () => {
  const requests: WeakRef<object>[] = [];
  let ended = 0;
  Server.prototype.emit = function (...args: [string, ...object[]]) {
    const [event, request] = args;
    if (event === 'upgrade' && request instanceof IncomingMessage) {
      requests.push(new WeakRef(request));
      request.socket.once('close', () => {
        ended += 1;
      });
    }
    return Reflect.apply(emit, this, args);
  };
  const node = await startNodeForTests();
  const client = connectClient(node.url);
  const classic = connectClient(node.url).io.socket('/');
  await vi.waitFor(() => {
    expect([client.connected, classic.connected]).toEqual([true, true]);
    collectGarbage();
    expect(requests.map((request) => request.deref() === undefined)).toEqual([true, true]);
  });
  for (const { io } of [client, classic]) io.engine.close();
  await vi.waitFor(() => expect(ended).toBe(2)); // Other listeners for the end, besides Engine.IO's response, still get called.
  await node.close();
});

it('[I8] a member whose cookie is being replaced is still recognized by it, and a new guest is not', () => {
  const known = { memberId: 'ada', setCookie: 'concord_member=signed-anew' };
  expect(new ConnectionOrigin('192.0.2.1', { ...known, isNew: false }).cookieId).toBe('ada');
  expect(new ConnectionOrigin('192.0.2.1', { ...known, isNew: true }).cookieId).toBeUndefined();
});
