import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MemoryNodeNews, MemoryNodeOptions } from '@/lib/server/testing/memory-node-for-tests';
import { type ChatClient, connectClient } from '@/lib/server/testing/node-for-tests';
import { frameOf, openWire } from '@/lib/server/testing/wire-for-tests';

const MIB = 1024 * 1024;
const SCRIPT = fileURLToPath(new URL('./../testing/memory-node-for-tests.ts', import.meta.url));

const ROOMS = Array.from({ length: 50 }, (_, index) => `room-${index}`);
const MESSAGES = 20;
const HISTORY_MB = 4;

let child: ChildProcess;
let port: number;

beforeAll(async () => {
  child = fork(SCRIPT, { execArgv: ['--import', 'tsx', '--max-old-space-size=512'] });
  const variables = { HISTORY_MEMORY_MB: `${HISTORY_MB}` };
  child.send({ variables, rooms: ROOMS, messages: MESSAGES, characters: 48_000 } satisfies MemoryNodeOptions);
  port = (await news('started')).port;
});
afterAll(() => child.disconnect());

async function news<Kind extends MemoryNodeNews['kind']>(kind: Kind) {
  for (;;) {
    const [message] = (await once(child, 'message')) as [MemoryNodeNews];
    if (message.kind === kind) return message as Extract<MemoryNodeNews, { kind: Kind }>;
  }
}

async function memory(): Promise<number> {
  child.send('memory');
  return (await news('memory')).bytes;
}

/**
 * Pings as fast as it can without reading, and reconnects whenever the server disconnects it. Resolves after that many times.
 */
async function pingWithoutReading(port: number, times: number): Promise<void> {
  const pings = Buffer.concat(Array.from({ length: 500 }, () => frameOf('ping', 'x'.repeat(120))));
  for (let time = 0; time < times; time += 1) {
    const socket = await openWire(port);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    pump(socket, pings);
    await closed;
  }
}

/** A socket that is not read learns of its end only by writing. */
function pump(socket: Socket, bytes: Buffer): void {
  let written = 0;
  const more = () => {
    while (!socket.destroyed && written < 100 * MIB && socket.write(bytes)) written += bytes.length;
    if (written >= 100 * MIB) socket.destroy(new Error('the server never disconnected it'));
  };
  socket.on('drain', more);
  more();
}

/** Nodes count packets by default, and would disconnect them sooner; here only the waiting answers count. */
it('[F3] [H6] four connections that ping and do not read leave a node as large as it was', async () => {
  const before = await memory();
  const pinging = Promise.all(Array.from({ length: 4 }, () => pingWithoutReading(port, 3)));
  let most = 0;
  for (let isOver = false; !isOver; ) {
    isOver = await Promise.race([pinging.then(() => true), pause(200).then(() => false)]);
    most = Math.max(most, await memory());
  }
  expect(most - before).toBeLessThan(24 * MIB);
});

it('[H8] [R2] a guest in 50 rooms full of long messages costs no more than the node may hold, and misses nothing', async () => {
  const before = await memory();
  const guest = connectClient(`http://127.0.0.1:${port}`, { name: 'Guest' });
  const joined = await Promise.all(ROOMS.map((room) => join(guest, room)));
  for (const { catchUp } of joined) {
    expect(catchUp).toMatchObject({ kind: 'reset', from: MESSAGES - 1, hasOlder: true });
  }
  await expect
    .poll(roomBytes)
    .toSatisfy(({ held, max }) => 0 < held && held <= max && max === HISTORY_MB * MIB);
  expect((await memory()) - before).toBeLessThan(24 * MIB);
  // What was dropped from memory is read from the store.
  for (const [index, room] of ROOMS.entries()) {
    const { epoch = 0 } = joined[index]?.catchUp ?? {};
    const { catchUp } = await join(guest, room, { epoch, seq: MESSAGES - 2 });
    expect(catchUp).toMatchObject({ kind: 'delta', from: MESSAGES - 1, counted: MESSAGES - 2 });
    expect(catchUp.entries).toHaveLength(2);
  }
  expect((await roomBytes()).held).toBeLessThanOrEqual(HISTORY_MB * MIB);
  guest.disconnect();
});

/** What the node itself reports. */
async function roomBytes() {
  const said = await (await fetch(`http://127.0.0.1:${port}/healthz`)).text();
  const [, held, max] = /rooms (\d+) of (\d+) bytes/.exec(said) ?? [];
  return { held: Number(held), max: Number(max) };
}

async function join(guest: ChatClient, room: string, position?: { epoch: number; seq: number }) {
  const result = await guest.emitWithAck('room:join', { room, position });
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
}
