import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Rate } from '@/lib/server/config/settings/rate';
import { takeFrom } from '@/lib/server/limits/bucket';
import { cutOff, type WatchedConnection } from './backlog-watch';
import { FrameCounter } from './frame-counter';
import type { WatchWebSocket } from './watched-web-sockets';

/** This many bytes count as one more packet: the longest message counts for six more. */
export const PACKET_BYTES = 8 * 1024;

/** A request without a length may be as long as any. */
const UNKNOWN_BYTES = 64 * 1024;

export interface FloodableConnection extends WatchedConnection {
  on(event: 'packet', listener: () => void): void;
  removeAllListeners(event: 'packet' | 'data'): void;
}

/** Measures what one connection sends. */
class Meter {
  readonly #rate: Rate;
  #fullAt = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Returns whether that is still within the rate. */
  take(packets: number, bytes: number): boolean {
    const count = packets + bytes / PACKET_BYTES;
    const { fullAt, waitMs } = takeFrom(this.#fullAt, performance.now(), this.#rate, count);
    this.#fullAt = fullAt;
    return waitMs === 0;
  }
}

/**
 * Ends a connection over which more arrives than a client sends that waits for answers. Each packet costs a look at a clock,
 * and nothing after the last one is parsed. The client may come back, as often as its address may connect.
 */
export class FloodWatch {
  readonly #rate: Rate | null;
  readonly #logger: Logger;
  readonly #polling = new WeakMap<object, Meter>();

  constructor(rate: Rate | null, logger: Logger) {
    this.#rate = rate;
    this.#logger = logger;
  }

  /**
   * Counts every frame and byte of a WebSocket from the start: pings, pongs, empty fragments and Engine.IO packets alike, even
   * before they belong to a session.
   */
  readonly watchWebSocket: WatchWebSocket = (webSocket, connection) => {
    if (this.#rate === null) return;
    const [meter, frames] = [new Meter(this.#rate), new FrameCounter()];
    const came = (chunk: Buffer) => {
      if (meter.take(frames.count(chunk), chunk.length)) return;
      connection.off('data', came);
      this.#endWebSocket(webSocket, connection);
    };
    connection.prependListener('data', came); // Before ws reads the data.
  };

  #endWebSocket(webSocket: WebSocket, connection: Duplex): void {
    this.#logger.info('disconnected a flooding WebSocket; its client may come back');
    webSocket.removeAllListeners('message'); // What has already arrived is still read, but goes no further.
    webSocket.terminate();
    connection.destroy(); // In case it was closing already.
  }

  /** Watches a session that starts with long polling, whose requests may contain many packets. */
  watchSession(connection: FloodableConnection): void {
    if (this.#rate === null || connection.transport.socket !== undefined) return;
    const meter = new Meter(this.#rate);
    this.#polling.set(connection, meter);
    connection.on('packet', () => {
      if (!meter.take(1, 0)) this.#endSession(connection);
    });
  }

  /** Called with each request of a session, and what it contains. Returns whether it may go on. */
  asked(connection: FloodableConnection, { method, headers }: IncomingMessage): boolean {
    const length = Number(headers['content-length'] ?? (method === 'POST' ? UNKNOWN_BYTES : 0));
    if (this.#polling.get(connection)?.take(1, length) !== false) return true;
    this.#endSession(connection);
    return false;
  }

  #endSession(connection: FloodableConnection): void {
    connection.removeAllListeners('packet');
    connection.removeAllListeners('data'); // Socket.IO's parser. What has already arrived is still emitted.
    this.#logger.info({ connection: connection.id }, 'disconnected a flooding client; it may come back');
    cutOff(connection);
  }
}
