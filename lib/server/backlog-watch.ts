import type { Logger } from 'pino';

/** A client for which more than this waits is suspected not to read; with what comes while it is, well under a megabyte. */
const BACKLOG_MAX_BYTES = 512 * 1024;

/** Many answers at once are such a backlog as well, which a client that reads has taken by then. */
const LOOK_AFTER_MS = 50;

/** What is looked at of an Engine.IO connection. */
export interface WatchedConnection {
  readonly id: string;
  /** What waits for the transport to take it. */
  readonly writeBuffer: readonly Packet[];
  readonly transport: {
    /** The WebSocket, where it is one. */
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

/**
 * Ends connections whose clients do not take what they are sent: Engine.IO's buffers have no bound of their own. The
 * client comes back and catches up by its position. What it returns is given each connection, and keeps nothing for one
 * that is not suspected.
 */
export function createBacklogWatch(logger: Logger): (connection: FillingConnection) => void {
  const suspected = new Set<WatchedConnection>();
  const lookAt = (connection: WatchedConnection) => {
    suspected.delete(connection);
    const bytes = backlogOf(connection, bytesOf);
    if (bytes <= BACKLOG_MAX_BYTES) return;
    logger.info(
      { bytes, connection: connection.id },
      'a client does not keep up; it is let go and may come back',
    );
    cutOff(connection);
  };
  function packetCreated(this: FillingConnection, packet: Packet): void {
    if (suspected.has(this) || backlogOf(this, mostBytesOf) + mostBytesOf(packet) <= BACKLOG_MAX_BYTES)
      return;
    suspected.add(this);
    setTimeout(lookAt, LOOK_AFTER_MS, this).unref();
  }
  return (connection) => connection.on('packetCreate', packetCreated);
}

type Count = (packet: Packet) => number;

/** So much as a string may be in UTF-8: what it is exactly would be counted again for each who is sent the same. */
const mostBytesOf: Count = ({ data }) => (typeof data === 'string' ? 3 * data.length : 0);

const bytesOf: Count = ({ data }) => (typeof data === 'string' ? Buffer.byteLength(data) : 0);

/** Nearly always nothing waits, and of a client that does not read, not much for long. */
const backlogOf = ({ writeBuffer, transport }: WatchedConnection, count: Count): number =>
  writeBuffer.reduce((sum, packet) => sum + count(packet), transport.socket?.bufferedAmount ?? 0);

/** Without a farewell: it would wait behind all that the client does not read. */
export function cutOff(connection: WatchedConnection): void {
  if (connection.transport.socket !== undefined) connection.transport.socket.terminate();
  else connection.close(true);
}
