/** How long the others wait for a silent node; with the time between two renewals, well under 15 s. */
export const LEASE_MS = 10_000;

/** Within this part of a lease a node renews it, as long as all is well. */
export const RENEWED_WITHIN = 0.3;
