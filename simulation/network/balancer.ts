import type { Place } from '@/simulation/nodes/place';
import type { Page } from '@/simulation/people/page';
import type { Scheduler } from '@/simulation/world/scheduler';

/** Whoever asks whether a node is ready asks no longer. */
const READY_WITHIN_MS = 3_000;

/** A load balancer that sees who listens, and nothing else. */
export class Balancer {
  readonly #scheduler: Scheduler;
  readonly #places: readonly Place[];

  constructor(scheduler: Scheduler, places: readonly Place[]) {
    this.#scheduler = scheduler;
    this.#places = places;
  }

  /** Where a new connection goes; `null` where nobody listens. */
  balance(): Place | null {
    const up = this.#places.filter(({ node }) => node?.isUp === true);
    return up.length === 0 ? null : this.#scheduler.world.random.pick(up);
  }

  /** One request, of which what is lost is not sent again. */
  isAnyNodeReady({ machine, link }: Page): Promise<boolean> {
    const scheduler = this.#scheduler;
    return new Promise((resolve) => {
      const later = (ms: number, run: () => void, on = machine) => scheduler.after(ms, run, { machine: on });
      later(READY_WITHIN_MS, () => resolve(false));
      const place = this.balance();
      const node = place?.node;
      if (!place || !node || link.isHeld('up') || link.isHeld('down')) return;
      const way = link.delayMs + place.link.delayMs;
      const answer = (isReady: boolean) => later(way, () => resolve(isReady));
      later(way, () => void node.isReady().then(answer, () => answer(false)), node.machine);
    });
  }
}
