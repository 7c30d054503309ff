import type { Logger } from 'pino';

/** A client for which more than this waits is suspected not to read; with what comes while it is, well under a megabyte. */
const BACKLOG_MAX_BYTES = 512 * 1024;

/** Many answers at once are such a backlog as well, which a client that reads has taken by then. */
const LOOK_AFTER_MS = 50;

/** What is looked at of an Engine.IO connection. */
export interface WatchedConnection {
  readonly id: string;
  /** What waits for the transport to take it. */
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: {
    /** The WebSocket, where it is one. */
    readonly socket?: { readonly bufferedAmount: number; terminate(): void };
  };
  close(discard: boolean): void;
}

export interface FillingConnection extends WatchedConnection {
  on(event: 'packetCreate', listener: (packet: { readonly data?: unknown }) => void): void;
}

/**
 * Ends a connection whose client does not take what it is sent: Engine.IO's buffers have no bound of their own. The
 * client comes back and catches up by its position.
 */
export function watchBacklog(connection: FillingConnection, logger: Logger): void {
  let buffered = 0;
  let look: NodeJS.Timeout | undefined;
  connection.on('packetCreate', ({ data }) => {
    if (connection.writeBuffer.length === 0) buffered = 0; // Engine.IO hands over all of it at once.
    buffered += mostBytesOf(data);
    if (look !== undefined || buffered + unwritten(connection) <= BACKLOG_MAX_BYTES) return;
    look = setTimeout(() => {
      look = undefined;
      const bytes = backlogOf(connection);
      if (bytes <= BACKLOG_MAX_BYTES) return;
      logger.info(
        { bytes, connection: connection.id },
        'a client does not keep up; it is let go and may come back',
      );
      cutOff(connection);
    }, LOOK_AFTER_MS).unref();
  });
}

/** So much as a string may be in UTF-8: what it is exactly would be counted again for each who is sent the same. */
const mostBytesOf = (data: unknown): number => (typeof data === 'string' ? 3 * data.length : 0);

const bytesOf = (data: unknown): number => (typeof data === 'string' ? Buffer.byteLength(data) : 0);

const unwritten = ({ transport }: WatchedConnection): number => transport.socket?.bufferedAmount ?? 0;

const backlogOf = (connection: WatchedConnection): number =>
  connection.writeBuffer.reduce((sum, { data }) => sum + bytesOf(data), unwritten(connection));

/** Without a farewell: it would wait behind all that the client does not read. */
export function cutOff(connection: WatchedConnection): void {
  if (connection.transport.socket !== undefined) connection.transport.socket.terminate();
  else connection.close(true);
}
