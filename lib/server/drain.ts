import { setTimeout as pause } from 'node:timers/promises';

/** After the last client was asked to go, how long it has to arrive elsewhere. */
export const FAREWELL_MS = 2_000;
const LOOK_EVERY_MS = 50;

export interface DrainOptions {
  /** Those who are still here. */
  readonly sockets: () => readonly { emit(event: 'node:draining'): unknown }[];
  /** Over how long they are asked to go, in milliseconds, so that the other nodes are not overrun. */
  readonly spreadMs: number;
}

/** Asks everybody, one after the other, to go to another node; resolves once they have, or have had the time. */
export async function drain({ sockets, spreadMs }: DrainOptions): Promise<void> {
  const asked = sockets();
  const started = performance.now();
  for (const [index, socket] of asked.entries()) {
    const due = started + (spreadMs * index) / asked.length;
    if (due > performance.now()) await pause(due - performance.now());
    socket.emit('node:draining');
  }
  const deadline = performance.now() + FAREWELL_MS;
  while (sockets().length > 0 && performance.now() < deadline) await pause(LOOK_EVERY_MS);
}
