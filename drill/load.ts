import type { Talker } from './talker';

const TICK_MS = 20;

/**
 * Lets the talkers speak in turn, `perSecond` messages in all, whatever comes back (an open loop: a slow system is not spared).
 * Returns a function that stops it.
 */
export function startLoad(
  talkers: readonly Talker[],
  perSecond: number,
  nextText: (talker: Talker) => string,
): () => void {
  const start = performance.now();
  let count = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1_000) * perSecond;
    for (; count < due; count += 1) {
      const talker = talkers[count % talkers.length];
      talker?.say(nextText(talker));
    }
  }, TICK_MS);
  return () => clearInterval(timer);
}
