import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Rate } from '@/lib/server/config/settings/rate';
import { takeFrom } from '@/lib/server/limits/bucket';
import { cutOff, type WatchedConnection } from './backlog-watch';
import { FrameCounter } from './frame-counter';
import type { WatchWebSocket } from './watched-web-sockets';

/** So many bytes count as a packet, beside the packets that they are: the longest message counts for six more. */
export const PACKET_BYTES = 8 * 1024;

/** A request whose length is not said may be as long as any. */
const UNKNOWN_BYTES = 64 * 1024;

export interface FloodableConnection extends WatchedConnection {
  on(event: 'packet', listener: () => void): void;
  removeAllListeners(event: 'packet' | 'data'): void;
}

/** Of one connection: what it may send. */
class Meter {
  readonly #rate: Rate;
  #fullAt = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Answers whether that is still within the rate. */
  take(packets: number, bytes: number): boolean {
    const count = packets + bytes / PACKET_BYTES;
    const { fullAt, waitMs } = takeFrom(this.#fullAt, performance.now(), this.#rate, count);
    this.#fullAt = fullAt;
    return waitMs === 0;
  }
}

/**
 * Ends a connection on which more comes than anybody sends who waits for answers. Each packet costs a look at a clock, and
 * what comes after the last is not parsed. The client may come back, as often as its address may connect.
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
   * Every frame and byte of a WebSocket counts, from the first on: pings, pongs, empty fragments and what Engine.IO reads as
   * packets alike, whether it belongs to a session yet or to none.
   */
  readonly watchWebSocket: WatchWebSocket = (webSocket, connection) => {
    if (this.#rate === null) return;
    const [meter, frames] = [new Meter(this.#rate), new FrameCounter()];
    const came = (chunk: Buffer) => {
      if (meter.take(frames.count(chunk), chunk.length)) return;
      connection.off('data', came);
      this.#endWebSocket(webSocket, connection);
    };
    connection.prependListener('data', came); // Before ws reads it.
  };

  #endWebSocket(webSocket: WebSocket, connection: Duplex): void {
    this.#logger.info('a WebSocket floods; it is let go, and its client may come back');
    webSocket.removeAllListeners('message'); // What has arrived by now is still read, and goes no further.
    webSocket.terminate();
    connection.destroy(); // Where it was closing already.
  }

  /** A session that begins by long polling, in whose requests there may be many packets. */
  watchSession(connection: FloodableConnection): void {
    if (this.#rate === null || connection.transport.socket !== undefined) return;
    const meter = new Meter(this.#rate);
    this.#polling.set(connection, meter);
    connection.on('packet', () => {
      if (!meter.take(1, 0)) this.#endSession(connection);
    });
  }

  /** A request of a session, of whatever kind, with what it brings. Answers whether it may go on. */
  asked(connection: FloodableConnection, { method, headers }: IncomingMessage): boolean {
    const length = Number(headers['content-length'] ?? (method === 'POST' ? UNKNOWN_BYTES : 0));
    if (this.#polling.get(connection)?.take(1, length) !== false) return true;
    this.#endSession(connection);
    return false;
  }

  #endSession(connection: FloodableConnection): void {
    connection.removeAllListeners('packet');
    connection.removeAllListeners('data'); // Socket.IO's parser. What has arrived by now is still handed over.
    this.#logger.info({ connection: connection.id }, 'a client floods; it is let go and may come back');
    cutOff(connection);
  }
}
