import { cutOff, type WatchedConnection } from './backlog-watch';

/** A connection as Socket.IO knows it, with the namespaces that it has joined. */
interface Client {
  readonly conn: WatchedConnection & { readonly readyState: string };
  readonly nsps: ReadonlyMap<string, unknown>;
}

/** What is watched of a socket. */
interface JoinedSocket {
  readonly client: unknown;
  on(event: 'disconnect', listener: (this: JoinedSocket) => void): unknown;
}

/**
 * Ends connections that have left all their namespaces, after the same time as those that have not joined any. Socket.IO itself
 * ends only the latter, with a farewell that gives a silent WebSocket some seconds more; the former could stay for ever.
 * @returns a function to be called with each new socket
 */
export function createNamespaceWatch(handshakeMs: number): (socket: JoinedSocket) => void {
  function left(this: JoinedSocket): void {
    const { conn, nsps } = this.client as unknown as Client;
    if (conn.readyState !== 'open') return;
    setTimeout(() => {
      if (nsps.size === 0) cutOff(conn);
    }, handshakeMs).unref();
  }
  return (socket) => void socket.on('disconnect', left);
}
