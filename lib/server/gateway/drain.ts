import { setTimeout as pause } from 'node:timers/promises';

/** How long the last client that was asked to go has to arrive elsewhere. */
export const FAREWELL_MS = 3_000;
const LOOK_EVERY_MS = 50;

interface DrainedSocket {
  emit(event: 'node:draining'): unknown;
}

export interface DrainOptions {
  /** Returns the sockets that are still here. */
  readonly sockets: () => readonly DrainedSocket[];
  /** Over how many milliseconds they are asked to go, so that the other nodes are not overrun. */
  readonly spreadMs: number;
}

/** Asks everybody, one after another, to go to another node. Resolves once they have gone, or have had the time. */
export async function drain({ sockets, spreadMs }: DrainOptions): Promise<void> {
  const first = sockets();
  const asked = new Set<object>();
  const ask = (socket: DrainedSocket) => {
    if (asked.has(socket)) return;
    asked.add(socket);
    socket.emit('node:draining');
  };
  const started = performance.now();
  for (const [index, socket] of first.entries()) {
    const due = started + (spreadMs * index) / first.length;
    if (due > performance.now()) await pause(due - performance.now());
    ask(socket);
  }
  const deadline = performance.now() + FAREWELL_MS;
  while (sockets().length > 0 && performance.now() < deadline) {
    // Clients that were still connecting when the others were asked are here by now.
    for (const socket of sockets()) ask(socket);
    await pause(LOOK_EVERY_MS);
  }
}
