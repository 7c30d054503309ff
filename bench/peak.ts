const SECOND_MS = 1_000;

/** Returns the most events within any one second, wherever it begins. */
export function peakOf(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  let [first, most] = [0, 0];
  for (const [last, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= SECOND_MS) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
