import type { Presence } from '@/lib/server/presence/store/presence';
import type { StoreTrust } from '@/lib/server/presence/store-trust';

/** With a lease of 10 s, the others notice a dead node within 13 s. */
const RENEW_EVERY_MS = 3_000;

export interface NodeLeaseOptions {
  readonly store: Pick<Presence, 'renew'>;
  readonly trust: StoreTrust;
  readonly everyMs?: number | undefined;
  /** Told whenever the lease is about to be renewed. */
  readonly renewing?: (() => void) | undefined;
  readonly renewed: () => void;
}

/** Keeps the lease of this node, whatever else there is to do: a round in large rooms may take longer than that. */
export class NodeLease {
  readonly #options: NodeLeaseOptions;
  readonly #timer: NodeJS.Timeout;
  #renewing: Promise<void> | undefined;
  #isHeld = false;
  /** Nodes that have left something behind, as of the last renewal: one that is back is none of them any more. */
  dead: readonly string[] = [];
  /** The store may have forgotten what this node said; false again once it is told. */
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
      // At first there is nothing to be forgotten yet: whoever is here is just being written down.
      if (isNew && this.#isHeld) {
        trust.doubt(askedAt);
        this.isForgotten = true;
      }
      this.#isHeld = true;
      this.dead = dead;
    } catch {
      return trust.doubt(performance.now()); // The store is away and says so itself.
    }
    renewed();
  }
}
