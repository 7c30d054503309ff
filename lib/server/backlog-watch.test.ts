import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { type FillingConnection, limitBacklog } from './backlog-watch';

const MIB = 1024 * 1024;
const logger = pino({ level: 'silent' });

/** As Engine.IO has it: a packet is announced, put behind what waits, and handed over where the transport takes it. */
class Connection extends EventEmitter implements FillingConnection {
  readonly id = 'slow';
  writeBuffer: { data: string }[] = [];
  isTaking = false;
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
    if (this.isTaking) this.writeBuffer = [];
  }

  get waiting(): number {
    return this.writeBuffer.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  }

  close(): void {
    this.isEnded = true;
  }
}

function open(): Connection {
  const connection = new Connection();
  limitBacklog(connection, logger);
  return connection;
}

it('[H6] a backlog that grows at once is ended before a megabyte waits, counted in bytes', () => {
  for (const text of ['x'.repeat(4_000), '語'.repeat(4_000), 'x'.repeat(2 * MIB)]) {
    const connection = open();
    for (let sent = 0; sent < 1_000 && !connection.isEnded; sent += 1) connection.send(text);
    expect(connection.isEnded).toBe(true);
    expect(connection.waiting).toBeLessThanOrEqual(MIB);
  }
});

it('[H6] what its transport has not written counts', () => {
  const connection = open();
  connection.transport.socket.bufferedAmount = MIB;
  connection.send('x');
  expect(connection.isEnded).toBe(true);
});

it('[H6] whoever takes what it is sent is never ended', () => {
  const connection = open();
  connection.isTaking = true;
  for (let sent = 0; sent < 1_000; sent += 1) connection.send('x'.repeat(4_000));
  expect(connection.isEnded).toBe(false);
});
