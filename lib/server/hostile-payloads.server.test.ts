import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { REQUESTS, type RequestName } from '@/lib/chat/events/requests';
import { LOBBY } from '@/lib/chat/protocol';
import { deep, HOSTILE } from './testing/hostile-values-for-tests';
import {
  type ChatClient,
  connectClient,
  enterLobby,
  type NodeForTests,
  startNodeForTests,
} from './testing/node-for-tests';

let node: NodeForTests;
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  node = await startNodeForTests();
});
afterAll(async () => {
  for (const socket of open) socket.close();
  await node?.close();
});

const track = <T extends { close(): unknown }>(socket: T): T => {
  open.push(socket);
  return socket;
};

const EVENTS = Object.keys(REQUESTS) as RequestName[];

/** Named here instead of derived from the schemas, which are under test. */
const TAKE_NOTHING: readonly RequestName[] = ['node:ping', 'my-rooms:list', 'rooms:list'];

describe('hostile payloads on our protocol', () => {
  let mallory: ChatClient;
  beforeAll(() => {
    mallory = track(connectClient(node.url, { name: 'Mallory' }));
  });

  for (const event of EVENTS) {
    for (const [name, payload] of Object.entries(HOSTILE)) {
      if (TAKE_NOTHING.includes(event) && name === 'an empty object') continue; // That is all it takes.
      it(`[H1] ${event} with ${name} is refused with a reason, and the chat goes on`, async () => {
        const answer: unknown = await mallory.timeout(5_000).emitWithAck(event, payload as never);
        expect(answer).toMatchObject({
          ok: false,
          error: {
            code: expect.stringMatching(/^(bad_request|room_unknown|name_\w+|message_\w+)$/),
            retryable: false,
          },
        });
        expect(JSON.stringify(answer)).not.toMatch(/at .*\.ts|node_modules/);
        await expectChatGoesOn();
      });
    }
  }

  it('[H1] an event that does not exist is refused', async () => {
    const answer = await (mallory as unknown as Socket).emitWithAck('admin:become', { room: LOBBY });
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad_request' } });
  });

  it('[H2] events without a callback for the answer, or with rubbish in its place, change nothing', async () => {
    const socket = mallory as unknown as Socket;
    for (const event of [...EVENTS, 'constructor', '__proto__', 'toString']) {
      socket.emit(event);
      socket.emit(event, { room: LOBBY, key: 'unanswered-key', text: 'nobody asked', name: 'Nobody' });
      socket.emit(event, {}, 'not a function', { deep: deep() });
    }
    await expectChatGoesOn();
    expect((await enter('Witness')).texts()).not.toContain('nobody asked');
  });

  it('[H3] a packet of 10 MB closes its sender’s connection, and nobody else’s', async () => {
    const socket = track(connectClient(node.url, { name: 'Flooder' }));
    await vi.waitUntil(() => socket.connected);
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.emit('message:send', { room: LOBBY, key: 'abcdefgh', text: 'x'.repeat(10_000_000) }, () => {});
    expect(await closed).toMatch(/transport/);
    await expectChatGoesOn();
  });

  it('[H3] a packet of 10 MB over long polling is refused, and nobody else notices', async () => {
    const socket = track(connectClient(node.url, { name: 'Poller', transports: ['polling'] }));
    await vi.waitUntil(() => socket.connected);
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.emit('message:send', { room: LOBBY, key: 'abcdefgh', text: 'x'.repeat(10_000_000) }, () => {});
    expect(await closed).toMatch(/transport/);
    await expectChatGoesOn();
  });

  it('[H4] frames that are not Socket.IO close the connection and harm nobody', async () => {
    for (const frame of [
      '',
      '9',
      '4',
      '42',
      '42["',
      '40/chat,{"version":"x"}',
      '451-["x"',
      'x'.repeat(1000),
      '4'.repeat(60_000),
    ]) {
      const socket = new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
      await new Promise((resolve) => {
        socket.onopen = resolve;
      });
      socket.send(frame);
      await expectChatGoesOn();
      socket.close();
    }
  });
});

describe('hostile payloads on the classic protocol', () => {
  for (const event of ['message', 'set_username']) {
    for (const [name, payload] of Object.entries(HOSTILE)) {
      if (typeof payload === 'string') continue;
      it(`[H1] ${event} with ${name} is refused with a reason, and the chat goes on`, async () => {
        const mallory = track(io(node.url, { forceNew: true, transports: ['websocket'] }));
        const heard: unknown[] = [];
        mallory.on('message', (text) => void heard.push(text));
        mallory.emit(event, payload);
        await expect.poll(() => heard.length).toBeGreaterThan(1);
        expect(heard[0]).toBe('You have entered the chat room!');
        expect(heard[1]).toMatch(/The server did not understand this request/);
        await expectChatGoesOn();
        mallory.close();
      });
    }
  }

  it('[H3] a text of 10 MB closes its sender’s connection, and nobody else’s', async () => {
    const socket = track(io(node.url, { forceNew: true, transports: ['websocket'] }));
    await vi.waitUntil(() => socket.connected);
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    socket.emit('set_username', 'x'.repeat(10_000_000));
    expect(await closed).toMatch(/transport/);
    await expectChatGoesOn();
  });
});

async function enter(name: string) {
  const person = await enterLobby(node.url, name);
  track(person.socket);
  return person;
}

let witnesses: Promise<[Awaited<ReturnType<typeof enter>>, Awaited<ReturnType<typeof enter>>]> | undefined;
let said = 0;

/** Two people who have nothing to do with the attack still hear each other. */
async function expectChatGoesOn(): Promise<void> {
  witnesses ??= Promise.all([enter('Ada'), enter('Ben')]);
  const [ada, ben] = await witnesses;
  const text = `still here ${++said}`;
  expect(await ada.say(text)).toMatchObject({ ok: true });
  await expect.poll(() => ben.texts().at(-1)).toBe(text);
}
