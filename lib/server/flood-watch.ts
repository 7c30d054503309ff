import type { Logger } from 'pino';
import { cutOff, type WatchedConnection } from './backlog-watch';
import { takeFrom } from './bucket';
import type { Rate } from './rate';

export interface FloodableConnection extends WatchedConnection {
  on(event: 'packet', listener: () => void): void;
  removeAllListeners(event: 'packet' | 'data'): void;
}

/**
 * Ends a connection on which more comes than anybody sends who waits for answers. Each packet costs a look at a clock, and
 * what comes after the last is not parsed. The client may come back, as often as its address may connect.
 */
export function watchFlood(connection: FloodableConnection, rate: Rate, logger: Logger): void {
  let fullAt = 0;
  connection.on('packet', () => {
    const taken = takeFrom(fullAt, performance.now(), rate);
    fullAt = taken.fullAt;
    if (taken.waitMs === 0) return;
    connection.removeAllListeners('packet');
    connection.removeAllListeners('data'); // Socket.IO's parser. What has arrived by now is still handed over.
    logger.info({ connection: connection.id }, 'a client floods; it is let go and may come back');
    cutOff(connection);
  });
}
