/** Deliveries in a second that cost a node next to nothing: a room where people merely talk stays below. */
const LIGHT_PER_SECOND = 500;
/** From here on the window is as wide as it gets. */
const HEAVY_PER_SECOND = 5_000;
const WINDOW_MAX_MS = 50;
/** How far back the load is remembered. */
const MEMORY_MS = 500;

/**
 * How long entries wait for each other, by how many deliveries (entries, times those who follow their room) a node has
 * made lately. Nearly all that a delivery costs is its frame, so that frames are shared when there are many.
 */
export class DeliveryLoad {
  readonly #now: () => number;
  #remembered = 0;
  #at: number;

  /** @param now milliseconds that only grow */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#at = now();
  }

  add(deliveries: number): void {
    this.#fade();
    this.#remembered += deliveries;
  }

  /** In milliseconds: from 0 to {@link WINDOW_MAX_MS}. */
  get windowMs(): number {
    this.#fade();
    const perSecond = (this.#remembered * 1_000) / MEMORY_MS;
    const load = (perSecond - LIGHT_PER_SECOND) / (HEAVY_PER_SECOND - LIGHT_PER_SECOND);
    return WINDOW_MAX_MS * Math.min(Math.max(load, 0), 1);
  }

  #fade(): void {
    const now = this.#now();
    this.#remembered *= Math.exp((this.#at - now) / MEMORY_MS);
    this.#at = now;
  }
}
