const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Runs `work` now, and with each call that is a day or more after its last run.
 * @param now milliseconds since 1970
 */
export function onceADay(now: () => number, work: () => void): () => void {
  let doneAt = Number.NEGATIVE_INFINITY;
  const due = () => {
    if (now() < doneAt + DAY_MS) return;
    doneAt = now();
    work();
  };
  due();
  return due;
}
