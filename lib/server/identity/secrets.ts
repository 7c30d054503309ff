/** What members are signed with, so that any node recognizes them. */
export interface Secret {
  readonly value: string;
  /** Milliseconds since 1970, by the clock of the node that made it. */
  readonly madeAt: number;
}

/** How many are kept. A new one is only made by a node that finds none, after a loss. */
export const SECRETS_MAX = 20;

export interface Secrets {
  /**
   * One atomic step: adds those of `known` that are missing, and `proposal` where there are none at all then; keeps the
   * {@link SECRETS_MAX} oldest. Resolves to all that are kept, oldest first (of two of one time, the smaller value), so
   * that whoever asks in whatever order ends with the same. Rejects with `store_unavailable` where the store does not
   * answer in time; the step may then have happened, and may be repeated.
   */
  exchange(known: readonly Secret[], proposal: Secret): Promise<readonly Secret[]>;
}
