/**
 * The same clock, which stands still for a moment where that is set back: what was due in a second would be due in an hour
 * otherwise. Where it is set forward, what is due comes at once, as after a sleep.
 */
export function steadyClock(now: () => number): () => number {
  let [latest, behind] = [Number.NEGATIVE_INFINITY, 0];
  return () => {
    const at = now() + behind;
    if (at < latest) behind += latest - at;
    latest = Math.max(latest, at);
    return latest;
  };
}
