import { setTimeout as pause } from 'node:timers/promises';
import type { Reconnection } from './systems/chat-system';

/**
 * Returns how long a client waits before its `attempt`, counted from 0, in milliseconds: twice as long each time, plus or minus
 * the jitter, as Socket.IO's client does.
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
      // The node is not there, or too busy yet.
    }
  }
}
