import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { networksOf } from '@/lib/server/config/client-address';

/** A browser opens up to six connections for a page, beside the one that stays, while it loads. */
const TCP_SHARE = 4;

export interface TrackOptions {
  /** How many sessions an address may have at once, each with a connection or two; `null` for any number. */
  readonly maxPerAddress: number | null;
  /** Where a connection comes from; `null` if it does not count. */
  readonly addressOf: (socket: Socket) => string | null;
}

/**
 * Tracks the connections of a server, and allows one address at most four times as many as it may have sessions: a connection
 * that has requested nothing yet, or does not take its answer, costs memory as well. Returns a function that ends them all:
 * `close()` would wait for those that were upgraded, and for those that were opened and sent nothing.
 */
export function trackConnections(server: Server, { maxPerAddress, addressOf }: TrackOptions): () => void {
  const sockets = new Map<Socket, string | null>();
  const counts = new Map<string, number>();
  const isFull = (address: string) =>
    maxPerAddress !== null &&
    networksOf(address).some(
      ({ name, share }) => (counts.get(name) ?? 0) >= maxPerAddress * TCP_SHARE * share,
    );

  // One function for all of them: thousands of connections would each keep a closure for as long as they live.
  function forget(this: Socket): void {
    const address = sockets.get(this);
    sockets.delete(this);
    for (const { name } of address ? networksOf(address) : []) {
      const left = (counts.get(name) ?? 1) - 1;
      if (left > 0) counts.set(name, left);
      else counts.delete(name);
    }
  }
  server.on('connection', (socket) => {
    const address = maxPerAddress === null ? null : addressOf(socket);
    if (address !== null && isFull(address)) return void socket.destroy();
    for (const { name } of address === null ? [] : networksOf(address))
      counts.set(name, (counts.get(name) ?? 0) + 1);
    sockets.set(socket, address);
    socket.on('close', forget);
  });
  return () => {
    for (const socket of sockets.keys()) socket.destroySoon();
  };
}
