import { setTimeout as pause } from 'node:timers/promises';
import type { Reconnection } from './systems/chat-system';

/**
 * How long a client waits before its `attempt`, from 0, in milliseconds: twice as long each time, up or down by the
 * jitter, as Socket.IO's client has it.
 */
export function delayBefore(attempt: number, { delayMs, delayMaxMs, jitter }: Reconnection): number {
  const delay = delayMs * 2 ** attempt;
  const deviation = delay * jitter * (2 * Math.random() - 1);
  return Math.min(delay + deviation, delayMaxMs);
}

/** Connects until it is let in. */
export async function comeBack<Who>(enter: () => Promise<Who>, reconnection: Reconnection): Promise<Who> {
  for (let attempt = 0; ; attempt += 1) {
    await pause(delayBefore(attempt, reconnection));
    try {
      return await enter();
    } catch {
      // The node is not there, or has not the time yet.
    }
  }
}
