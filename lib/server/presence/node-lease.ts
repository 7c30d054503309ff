import type { Presence } from '@/lib/server/presence/store/presence';
import type { StoreTrust } from '@/lib/server/presence/store-trust';

/** With a lease of 10 s, the others notice a dead node within 13 s. */
const RENEW_EVERY_MS = 3_000;

export interface NodeLeaseOptions {
  readonly store: Pick<Presence, 'renew'>;
  readonly trust: StoreTrust;
  readonly everyMs?: number | undefined;
  /** Called whenever the lease is about to be renewed. */
  readonly renewing?: (() => void) | undefined;
  readonly renewed: () => void;
}

/** Renews this node's lease, whatever else is going on: a round of presence in large rooms may take longer than the lease. */
export class NodeLease {
  readonly #options: NodeLeaseOptions;
  readonly #timer: NodeJS.Timeout;
  #renewing: Promise<void> | undefined;
  #isHeld = false;
  /** Dead nodes that left something behind, as of the last renewal; a node that is back is not among them. */
  dead: readonly string[] = [];
  /** The store may have forgotten what this node told it; false again once it is told anew. */
  isForgotten = false;

  constructor(options: NodeLeaseOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#renewOnce(), options.everyMs ?? RENEW_EVERY_MS);
    this.#timer.unref();
    this.#renewOnce();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #renewOnce(): void {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
  }

  async #renew(): Promise<void> {
    const { store, trust, renewed } = this.#options;
    this.#options.renewing?.();
    const askedAt = performance.now();
    try {
      const { isNew, dead } = await store.renew();
      // At first nothing can be forgotten yet: the members here are just being stored.
      if (isNew && this.#isHeld) {
        trust.doubt(askedAt);
        this.isForgotten = true;
      }
      this.#isHeld = true;
      this.dead = dead;
    } catch {
      return trust.doubt(performance.now()); // The store is away, which is logged elsewhere.
    }
    renewed();
  }
}
