import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Node takes its own error listener off a connection that asks to be upgraded, and whoever accepts it adds one only
 * later: in between, a peer that resets the connection would end the process.
 */
export function ignoreResets(_: IncomingMessage, socket: Duplex): void {
  socket.on('error', destroyIt);
}

function destroyIt(this: Duplex): void {
  this.destroy();
}
