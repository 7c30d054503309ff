import type { Logger } from 'pino';

/** A client whose backlog is longer than this at a look is let go. */
const BACKLOG_MAX_BYTES = 512 * 1024;
const LOOK_EVERY_MS = 200;

/** No client costs more than this, however fast its backlog grows between two looks. */
const BACKLOG_LIMIT_BYTES = 1024 * 1024;

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
 * Ends connections whose client does not take what it is sent: Engine.IO's buffers have no bound of their own. The
 * client comes back and catches up by its position. Returns the way to stop.
 */
export function watchBacklogs(connections: () => Iterable<WatchedConnection>, logger: Logger): () => void {
  const timer = setInterval(() => {
    for (const connection of connections()) {
      const bytes = backlogOf(connection);
      if (bytes <= BACKLOG_MAX_BYTES) continue;
      letGo(connection, bytes, logger);
    }
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Ends a connection before it is given a packet with which its backlog would be longer than a client may cost. */
export function limitBacklog(connection: FillingConnection, logger: Logger): void {
  let buffered = 0;
  connection.on('packetCreate', ({ data }) => {
    if (connection.writeBuffer.length === 0) buffered = 0; // Engine.IO hands over all of it at once.
    buffered += bytesOf(data);
    const bytes = buffered + (connection.transport.socket?.bufferedAmount ?? 0);
    if (bytes > BACKLOG_LIMIT_BYTES) letGo(connection, bytes, logger);
  });
}

const bytesOf = (data: unknown): number => (typeof data === 'string' ? Buffer.byteLength(data) : 0);

const backlogOf = ({ writeBuffer, transport }: WatchedConnection): number =>
  writeBuffer.reduce((sum, { data }) => sum + bytesOf(data), transport.socket?.bufferedAmount ?? 0);

function letGo(connection: WatchedConnection, bytes: number, logger: Logger): void {
  logger.info(
    { bytes, connection: connection.id },
    'a client does not keep up; it is let go and may come back',
  );
  cutOff(connection);
}

/** Without a farewell: it would wait behind all that the client does not read. */
export function cutOff(connection: WatchedConnection): void {
  if (connection.transport.socket !== undefined) connection.transport.socket.terminate();
  else connection.close(true);
}
