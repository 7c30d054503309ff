/** How long other nodes wait for a silent one; together with the time between two renewals, well under 15 s. */
export const LEASE_MS = 10_000;

/** A healthy node renews its lease within this part of it. */
export const RENEWED_WITHIN = 0.3;
