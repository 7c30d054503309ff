import { cutOff, type WatchedConnection } from './backlog-watch';

/** Of a connection, as Socket.IO knows it: the namespaces that it has joined. */
interface Client {
  readonly conn: WatchedConnection & { readonly readyState: string };
  readonly nsps: ReadonlyMap<string, unknown>;
}

/** What is looked at of a socket. */
interface JoinedSocket {
  readonly client: unknown;
  on(event: 'disconnect', listener: (this: JoinedSocket) => void): unknown;
}

/**
 * Socket.IO ends a connection that joins no namespace, by a farewell for which a WebSocket that says nothing has some seconds
 * more; one that has joined a namespace and left it may stay for ever. Such a one has as long as at its beginning.
 * @returns what each socket is given as it comes in
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
