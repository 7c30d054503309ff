/** How long a question and its answer take on a link, estimated as TCP does (RFC 6298). */
export interface RoundTrip {
  readonly smoothedMs: number;
  readonly variationMs: number;
}

/** The machine slept through anything longer, which says nothing about the link. */
const SAMPLE_MAX_MS = 30_000;

/** No answer counts as late before this, however fast the link: a node may have other things to do. */
const LATE_MIN_MS = 500;

/** Silence shows as a lost connection after this, or later where round trips take long. */
const PATIENCE_MIN_MS = 2_000;

/** How long a node may need for an answer: its store may be slow. */
const ANSWER_MS = 5_000;

export function measured(trip: RoundTrip | null, sampleMs: number): RoundTrip {
  const ms = Math.min(SAMPLE_MAX_MS, sampleMs);
  if (trip === null) return { smoothedMs: ms, variationMs: ms / 2 };
  return {
    smoothedMs: trip.smoothedMs * (7 / 8) + ms / 8,
    variationMs: trip.variationMs * (3 / 4) + Math.abs(trip.smoothedMs - ms) / 4,
  };
}

/** When to begin to doubt a node that was asked. Has no ceiling: however long a link takes, it takes that long again. */
export function lateAfterMs(trip: RoundTrip | null): number {
  if (trip === null) return LATE_MIN_MS;
  return Math.max(LATE_MIN_MS, 2 * trip.smoothedMs + 4 * trip.variationMs);
}

/** When to believe that the node is gone, counted from the question. */
export const patienceMs = (trip: RoundTrip | null): number =>
  Math.max(PATIENCE_MIN_MS, 2 * lateAfterMs(trip));

/** How long to wait for the answer to a request that may take the node some time. */
export const answerWithinMs = (trip: RoundTrip | null): number => ANSWER_MS + lateAfterMs(trip);
