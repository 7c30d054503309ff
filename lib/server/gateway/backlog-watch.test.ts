import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Answer, BacklogWatch, type FillingConnection } from './backlog-watch';

const HALF_MIB = 512 * 1024;
const logger = pino({ level: 'silent' });

/** Like Engine.IO's: a packet is announced, and queued after those that wait. */
class Connection extends EventEmitter implements FillingConnection {
  readonly id = 'slow';
  writeBuffer: { data: string }[] = [];
  isEnded = false;
  readonly transport = {
    socket: {
      bufferedAmount: 0,
      terminate: () => {
        this.isEnded = true;
      },
    },
  };

  send(data: string): void {
    this.emit('packetCreate', { data });
    if (this.isEnded) return;
    this.writeBuffer.push({ data });
  }

  get waiting(): number {
    return this.writeBuffer.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  }

  close(): void {
    this.isEnded = true;
  }
}

function open(watch = new BacklogWatch(logger)): Connection {
  const connection = new Connection();
  watch.watch(connection);
  return connection;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('[H6] a client is disconnected if half a megabyte, counted in bytes, waits for it and it takes nothing', () => {
  for (const text of ['x'.repeat(4_000), '語'.repeat(4_000), 'x'.repeat(HALF_MIB)]) {
    const connection = open();
    while (connection.waiting <= HALF_MIB) connection.send(text);
    vi.advanceTimersByTime(49);
    expect(connection.isEnded).toBe(false);
    vi.advanceTimersByTime(1);
    expect(connection.isEnded).toBe(true);
  }
});

it('[H6] what its transport has not written counts', () => {
  const connection = open();
  connection.transport.socket.bufferedAmount = HALF_MIB;
  connection.send('x');
  vi.advanceTimersByTime(50);
  expect(connection.isEnded).toBe(true);
});

it('[H6] a client that takes what it is sent, however much at once, is not disconnected', () => {
  const connection = open();
  for (let sent = 0; sent < 1_000; sent += 1) connection.send('x'.repeat(4_000));
  connection.writeBuffer = [];
  vi.advanceTimersByTime(60_000);
  for (let sent = 0; sent < 100; sent += 1) connection.send('x'.repeat(4_000));
  vi.advanceTimersByTime(60_000);
  expect(connection.isEnded).toBe(false);
});

it('[H6] answers of long polling that are not taken count, and go with their session', () => {
  const watch = new BacklogWatch(logger);
  const connection = open(watch);
  Reflect.deleteProperty(connection.transport, 'socket');
  const answers = Array.from({ length: 3 }, () => {
    const answer = Object.assign(new EventEmitter(), { writableLength: 0, isDestroyed: false, destroy });
    watch.answering(connection, answer as unknown as Answer);
    answer.writableLength = 200 * 1_024;
    return answer;
  });
  connection.send('x');
  expect(watch.heldBytes).toBe(600 * 1_024 + 1);
  vi.advanceTimersByTime(50);
  expect(connection.isEnded).toBe(true);
  expect(answers.every(({ isDestroyed }) => isDestroyed)).toBe(true);
  answers[0]?.emit('close');
  expect(watch.heldBytes).toBe(0);
});

function destroy(this: { isDestroyed: boolean }): void {
  this.isDestroyed = true;
}

it('[H6] what waits for all clients together has a bound, beyond which those with the largest backlogs go', () => {
  const watch = new BacklogWatch(logger, 1_000 * 1_024);
  const connections = [400, 100, 300, 400, 200].map((kib) => {
    const connection = open(watch);
    connection.send('x'.repeat(kib * 1_024));
    return connection;
  });
  const isEnded = () => connections.map((connection) => connection.isEnded);
  vi.advanceTimersByTime(50);
  expect(isEnded()).toEqual([true, false, false, false, false]);
  for (const connection of connections) connection.writeBuffer = [];
  vi.advanceTimersByTime(60_000);
  expect(isEnded()).toEqual([true, false, false, false, false]);
});
