import type { Logger } from 'pino';

const LOOK_EVERY_MS = 500;
/** A look costs next to nothing; a probe writes to the disk. */
const PROBE_EVERY_MS = 3_000;
/** A store that fails again within this time after it recovered has to be well for longer the next time. */
const RELAPSE_MS = 20_000;
const STEADY_MIN_MS = 2_000;
/** Not longer, because if load balancers ask all nodes, nobody gets in meanwhile. */
const STEADY_MAX_MS = 8_000;

/** Shows whether a store takes writes. Both methods reject with what is wrong. */
export interface StoreSigns {
  /** Checks whether the store is there, at no cost. */
  look(): Promise<void>;
  /**
   * Writes as an append does, outside the rooms.
   * @param isDoubted write as much as the largest entry, because writes failed before
   */
  probe(isDoubted: boolean): Promise<void>;
  /** Called with the cause of a failed append or read, as some causes do not pass. */
  noted(cause: unknown): void;
  /** Returns what is wrong, in words for an operator; `undefined` if the store logs it itself. */
  reasonOf(cause: unknown): string | undefined;
}

export interface StoreWatch {
  /** Returns whether this node can store what it is sent, judging by everything so far. */
  isStoring(): boolean;
  /** Called when an append failed. @param began when it began, by `performance.now()` */
  failed(cause: unknown, began: number): void;
  /** Registers a function that is called each time {@link isStoring} changes. */
  listen(changed: (isStoring: boolean) => void): void;
  /** Resolves once the store has been probed. */
  readonly looked: Promise<void>;
  stop(): void;
}

interface StoreWatchOptions {
  readonly signs: StoreSigns;
  readonly logger: Logger;
  readonly everyMs?: number | undefined;
  readonly probeEveryMs?: number | undefined;
}

/**
 * Watches whether this node can store, so that load balancers and clients need not find out by sending. Any append, look or
 * probe that fails shows that it cannot; only a probe, which needs everything that appends need, shows that it can again.
 */
export function watchStore(options: StoreWatchOptions): StoreWatch {
  const { signs, logger, everyMs = LOOK_EVERY_MS, probeEveryMs = PROBE_EVERY_MS } = options;
  const state = new StoreState(signs.reasonOf, logger);
  let probedAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;

  const look = async () => {
    const began = performance.now();
    try {
      await signs.look();
      const isDoubted = !state.isStoring;
      if (!isDoubted && began - probedAt < probeEveryMs) return;
      probedAt = began;
      await signs.probe(isDoubted);
      if (!isStopped) state.well(began);
    } catch (cause) {
      if (!isStopped) state.failed(cause, began);
    }
  };
  const keepLooking = async () => {
    while (!isStopped) {
      await pause(everyMs);
      await look();
    }
  };
  const looked = look();
  void looked.then(keepLooking);

  return {
    isStoring: () => state.isStoring,
    failed: (cause, began) => state.failed(cause, began),
    listen: (changed) => state.listeners.add(changed),
    looked,
    stop: () => {
      isStopped = true;
    },
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());

/** What is known of the store. Later observations count; ones that have been overtaken do not. */
class StoreState {
  isStoring = true;
  readonly listeners = new Set<(isStoring: boolean) => void>();
  readonly #reasonOf: StoreSigns['reasonOf'];
  readonly #logger: Logger;
  #isTold = false;
  #newest = Number.NEGATIVE_INFINITY;
  #changedAt = Number.NEGATIVE_INFINITY;
  /** Since when nothing has failed; `undefined` if nothing has succeeded since the last failure. */
  #wellSince: number | undefined;
  /** For how long it has to be well before that counts: a store that comes and goes would otherwise be reported without end. */
  #steadyMs = 0;

  constructor(reasonOf: StoreSigns['reasonOf'], logger: Logger) {
    this.#reasonOf = reasonOf;
    this.#logger = logger;
  }

  failed(cause: unknown, began: number): void {
    if (began < this.#newest) return;
    this.#newest = began;
    this.#wellSince = undefined;
    this.#warn(this.#reasonOf(cause));
    if (!this.isStoring) return;
    const isRelapse = performance.now() - this.#changedAt < RELAPSE_MS;
    this.#steadyMs = isRelapse ? Math.min(Math.max(2 * this.#steadyMs, STEADY_MIN_MS), STEADY_MAX_MS) : 0;
    this.#change(false);
  }

  /** Logs it once, however long it lasts. */
  #warn(reason: string | undefined): void {
    if (reason === undefined || this.#isTold) return;
    this.#isTold = true;
    this.#logger.warn({ reason }, `messages cannot be stored: ${reason}`);
  }

  well(began: number): void {
    if (began < this.#newest) return;
    this.#newest = began;
    this.#wellSince ??= began;
    if (this.isStoring || performance.now() - this.#wellSince < this.#steadyMs) return;
    const forMs = Math.round(performance.now() - this.#changedAt);
    this.#change(true);
    if (this.#isTold) this.#logger.info({ forMs }, 'messages can be stored again');
    this.#isTold = false;
  }

  #change(isStoring: boolean): void {
    this.isStoring = isStoring;
    this.#changedAt = performance.now();
    for (const changed of this.listeners) changed(isStoring);
  }
}
