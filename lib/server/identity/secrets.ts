/** A secret that signs members' cookies, so that any node recognizes them. */
export interface Secret {
  readonly value: string;
  /** Milliseconds since 1970, by the clock of the node that made it. */
  readonly madeAt: number;
}

/** How many are kept. A new one is only made by a node that finds none, after a loss. */
export const SECRETS_MAX = 20;

export interface Secrets {
  /**
   * In one atomic step: adds those of `known` that are missing, and `proposal` if there is still none; keeps the {@link
   * SECRETS_MAX} oldest. Resolves to all that are kept, oldest first (of two from one time, the smaller value), so that all
   * nodes end up with the same, in whatever order they ask. Rejects with `store_unavailable` if the store does not answer in
   * time; the step may have taken effect, and may be repeated.
   */
  exchange(known: readonly Secret[], proposal: Secret): Promise<readonly Secret[]>;
}
