import type { Logger } from 'pino';

/** A client that reads too slowly is let go at this; well under the megabyte that it may cost, however fast it grows. */
const BACKLOG_MAX_BYTES = 512 * 1024;

const LOOK_EVERY_MS = 200;

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

/**
 * Ends connections whose client does not take what it is sent: Engine.IO's buffers have no bound of their own. The
 * client comes back and catches up by its position. Returns the way to stop.
 */
export function watchBacklogs(connections: () => Iterable<WatchedConnection>, logger: Logger): () => void {
  const timer = setInterval(() => {
    for (const connection of connections()) {
      const bytes = backlogOf(connection);
      if (bytes <= BACKLOG_MAX_BYTES) continue;
      logger.info(
        { bytes, connection: connection.id },
        'a client does not keep up; it is let go and may come back',
      );
      cutOff(connection);
    }
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function backlogOf({ writeBuffer, transport }: WatchedConnection): number {
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) bytes += typeof data === 'string' ? Buffer.byteLength(data) : 0;
  return bytes;
}

/** Without a farewell: it would wait behind all that the client does not read. */
export function cutOff(connection: WatchedConnection): void {
  if (connection.transport.socket !== undefined) connection.transport.socket.terminate();
  else connection.close(true);
}
