/** A node that lived so long did not die of a wrong setting. */
const STEADY_MS = 10_000;
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 10_000;

/**
 * For how many milliseconds a node that died waits for its next start: not at all after a life, and twice as long each
 * time that it dies at once.
 */
export function restartWait(livedMs: number, lastWaitMs: number): number {
  if (livedMs >= STEADY_MS) return 0;
  return Math.min(MAX_WAIT_MS, Math.max(FIRST_WAIT_MS, lastWaitMs * 2));
}
