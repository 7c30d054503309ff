import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';

/**
 * A client with more than this waiting is suspected not to read; with what arrives meanwhile, it stays well under a megabyte.
 */
const BACKLOG_MAX_BYTES = 512 * 1024;

/** Anything beyond this is watched: besides those above it, many clients below it would add up. */
const FILLING_BYTES = 64 * 1024;

/** Many answers at once can make such a backlog as well, but a client that reads has taken them by then. */
const LOOK_AFTER_MS = 50;

/** What is watched of an Engine.IO connection. */
export interface WatchedConnection {
  readonly id: string;
  /** What waits for the transport to take it. */
  readonly writeBuffer: readonly Packet[];
  readonly transport: {
    /** The WebSocket, if there is one. */
    readonly socket?: { readonly bufferedAmount: number; terminate(): void };
  };
  close(discard: boolean): void;
}

export interface FillingConnection extends WatchedConnection {
  on(event: 'packetCreate', listener: (this: FillingConnection, packet: Packet) => void): void;
}

interface Packet {
  readonly data?: unknown;
}

interface Looked {
  /** Whether there was too much at the last look. */
  isSuspected: boolean;
}

/** The part of an answer that neither its client nor the kernel has taken yet. */
export type Answer = Pick<ServerResponse, 'writableLength' | 'once' | 'destroy'>;

/**
 * Ends connections whose clients do not take what they are sent: Engine.IO's buffers have no bound of their own. The client
 * comes back and catches up from its position. Nothing is kept for a connection whose client reads.
 */
export class BacklogWatch {
  readonly #logger: Logger;
  /** What may wait for all clients of the node together. */
  readonly #maxBytes: number;
  /** Connections with much waiting. */
  readonly #filling = new Map<WatchedConnection, Looked>();
  /** Answers to long-polling requests that were not taken yet. */
  readonly #answers = new WeakMap<WatchedConnection, Set<Answer>>();
  #looking: NodeJS.Timeout | undefined;

  constructor(logger: Logger, maxBytes = Number.POSITIVE_INFINITY) {
    this.#logger = logger;
    this.#maxBytes = maxBytes;
    const watch = this;
    this.#packetCreated = function (this: FillingConnection, packet) {
      watch.#created(this, packet);
    };
  }

  /** One function for all of them: thousands of connections would each keep a closure for as long as they live. */
  readonly #packetCreated: (this: FillingConnection, packet: Packet) => void;

  get heldBytes(): number {
    return [...this.#filling.keys()].reduce(
      (sum, connection) => sum + this.#backlogOf(connection, bytesOf),
      0,
    );
  }

  watch(connection: FillingConnection): void {
    connection.on('packetCreate', this.#packetCreated);
  }

  /**
   * Called before a request of a session is answered. With long polling, each answer may go over a connection of its own, and a
   * client that keeps asking without taking them would leave them lying there.
   */
  answering(connection: WatchedConnection, answer: Answer): void {
    const answers = this.#answers.get(connection) ?? new Set();
    this.#answers.set(connection, answers.add(answer));
    answer.once('close', () => answers.delete(answer));
    if (answers.size > 1) this.#note(connection, this.#backlogOf(connection, mostBytesOf));
  }

  #created(connection: FillingConnection, packet: Packet): void {
    if (this.#filling.get(connection)?.isSuspected) return;
    this.#note(connection, this.#backlogOf(connection, mostBytesOf) + mostBytesOf(packet));
  }

  #note(connection: WatchedConnection, bytes: number): void {
    if (bytes <= FILLING_BYTES) return;
    const looked = this.#filling.get(connection) ?? { isSuspected: false };
    looked.isSuspected ||= bytes > BACKLOG_MAX_BYTES;
    this.#filling.set(connection, looked);
    this.#looking ??= setTimeout(this.#look, LOOK_AFTER_MS).unref();
  }

  readonly #look = (): void => {
    this.#looking = undefined;
    let total = 0;
    const waiting: { connection: WatchedConnection; bytes: number }[] = [];
    for (const [connection, looked] of this.#filling) {
      const bytes = this.#backlogOf(connection, bytesOf);
      if (bytes > BACKLOG_MAX_BYTES && looked.isSuspected) this.#end(connection, bytes);
      else if (bytes <= FILLING_BYTES) this.#filling.delete(connection);
      else {
        looked.isSuspected = bytes > BACKLOG_MAX_BYTES;
        waiting.push({ connection, bytes });
        total += bytes;
      }
    }
    this.#endLargest(waiting, total);
    if (this.#filling.size > 0) this.#looking = setTimeout(this.#look, LOOK_AFTER_MS).unref();
  };

  /** Each is within its bound, but together they are too much: those with the largest backlogs go. */
  #endLargest(waiting: { connection: WatchedConnection; bytes: number }[], total: number): void {
    if (total <= this.#maxBytes) return;
    let left = total;
    for (const { connection, bytes } of waiting.sort((a, b) => b.bytes - a.bytes)) {
      if (left <= this.#maxBytes) return;
      left -= bytes;
      this.#end(connection, bytes);
    }
  }

  #end(connection: WatchedConnection, bytes: number): void {
    this.#filling.delete(connection);
    this.#logger.info(
      { bytes, connection: connection.id },
      'disconnected a client that does not keep up; it may come back',
    );
    cutOff(connection);
    for (const answer of this.#answers.get(connection) ?? []) answer.destroy();
  }

  /** Cheap: nearly always nothing waits, and a client that does not read never has much waiting for long. */
  #backlogOf(connection: WatchedConnection, count: Count): number {
    const { writeBuffer, transport } = connection;
    let bytes = transport.socket?.bufferedAmount ?? 0;
    for (const packet of writeBuffer) bytes += count(packet);
    for (const answer of this.#answers.get(connection) ?? []) bytes += answer.writableLength;
    return bytes;
  }
}

type Count = (packet: Packet) => number;

/**
 * The most that a string can have in UTF-8: the exact size would be counted again for everybody who is sent the same string.
 */
const mostBytesOf: Count = ({ data }) => (typeof data === 'string' ? 3 * data.length : 0);

const bytesOf: Count = ({ data }) => (typeof data === 'string' ? Buffer.byteLength(data) : 0);

/** Without a farewell, which would wait behind everything that the client does not read. */
export function cutOff(connection: WatchedConnection): void {
  if (connection.transport.socket !== undefined) connection.transport.socket.terminate();
  else connection.close(true);
}
