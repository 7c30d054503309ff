import type { Attack } from './attack';
import { frameOf } from './raw-connection';
import type { Target } from './target';

const CONNECTIONS = 8;
const PING = frameOf('ping', Buffer.alloc(125, 'p'));
const PINGS_AT_ONCE = 500;
const PINGS = Buffer.concat(Array<Buffer>(PINGS_AT_ONCE).fill(PING));
/** Far more than systems buffer on the way, and than is sent before a node can disconnect somebody. */
const TAKEN_MAX_BYTES = 16 * 1024 * 1024;

/** For each ping a node owes a pong, which somebody who does not read never takes. */
export const pings: Attack = {
  name: 'pings',
  story: `${CONNECTIONS} connections send WebSocket pings as fast as they can and read none of the pongs.`,
  counted: `connections from which more than ${TAKEN_MAX_BYTES / 1024 / 1024} MB of pings were taken`,
  mostThrough: () => 0,
  run: (target) => target.crowd(CONNECTIONS, (place) => pour(target, place)),
};

async function pour(target: Target, place: number): Promise<void> {
  const connection = await target.connectRaw(place);
  if (connection === null) return;
  connection.stopReading();
  let taken = 0;
  while (!target.isOver && (await connection.write(PINGS))) {
    target.tried += PINGS_AT_ONCE;
    taken += PINGS.length;
  }
  if (taken > TAKEN_MAX_BYTES) target.through += 1;
  connection.close();
}
