import { setTimeout as pause } from 'node:timers/promises';
import type { Running } from './start-process';

const ASK_EVERY_MS = 50;
const READY_WITHIN_MS = 30_000;

/** Waits until `isReady` returns true. Throws with what the program printed if it ends first, or takes too long. */
export async function untilReady(running: Running, isReady: () => Promise<boolean>): Promise<void> {
  let hasEnded = false;
  running.ended.then(() => {
    hasEnded = true;
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady().catch(() => false))) {
    if (hasEnded) throw new Error(`${running.name} ended while starting:\n${running.tail()}`);
    if (Date.now() > deadline) {
      await running.kill();
      throw new Error(`${running.name} was not ready within ${READY_WITHIN_MS / 1000} s:\n${running.tail()}`);
    }
    await pause(ASK_EVERY_MS);
  }
}

/** Returns whether `url` answers with a 2xx. */
export async function answersWell(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}
