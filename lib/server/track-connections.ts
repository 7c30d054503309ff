import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Remembers the connections of a server. What it returns ends them all: `close()` would wait for those that were
 * upgraded, and for those that were opened and have said nothing.
 */
export function trackConnections(server: Server): () => void {
  const sockets = new Set<Socket>();
  // One for all of them: a closure for each of thousands would be kept as long as they are.
  function forget(this: Socket): void {
    sockets.delete(this);
  }
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', forget);
  });
  return () => {
    for (const socket of sockets) socket.destroySoon();
  };
}
