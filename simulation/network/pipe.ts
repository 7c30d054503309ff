import type { Machine } from '@/simulation/world/machine';
import type { Scheduler } from '@/simulation/world/scheduler';
import type { Direction, Link } from './link';

/** After a silence of that long, TCP tries again within as long; it never waits for more than this here. */
const RESEND_MAX_MS = 10_000;

interface PipeOptions {
  readonly scheduler: Scheduler;
  readonly direction: Direction;
  readonly links: readonly Link[];
  /** Where it comes out. */
  readonly receiver: Machine;
  /** Breaks the connection that it is of. */
  readonly reset: () => void;
}

/** One direction of a connection. What goes in comes out once, in order, late or never; and behind what never does, nothing. */
export class Pipe {
  readonly direction: Direction;
  readonly #options: PipeOptions;
  #waiting: (() => void)[] = [];
  #waitingSince = 0;
  #lastAt = 0;
  #isOver = false;

  constructor(options: PipeOptions) {
    this.#options = options;
    this.direction = options.direction;
    for (const link of options.links) link.enter(this);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  send(arrive: () => void): void {
    if (this.#isOver) return;
    if (this.#waiting.length === 0 && !this.#isHeld()) {
      this.#carry(arrive, 0);
      return;
    }
    if (this.#waiting.length === 0) this.#waitingSince = this.#options.scheduler.now;
    this.#waiting.push(arrive);
  }

  /** One of its links lets through again. */
  released(): void {
    if (this.#waiting.length === 0 || this.#isHeld()) return;
    const { scheduler } = this.#options;
    const silentMs = Math.min(scheduler.now - this.#waitingSince, RESEND_MAX_MS);
    const resendMs = scheduler.world.random.next() * silentMs;
    for (const arrive of this.#waiting.splice(0)) this.#carry(arrive, resendMs);
  }

  /** Nothing comes out any more, not even what is in it. */
  lose(): void {
    this.#isOver = true;
    this.#waiting = [];
    for (const link of this.#options.links) link.leave(this);
  }

  reset(): void {
    if (!this.#isOver) this.#options.reset();
  }

  #isHeld(): boolean {
    return this.#options.links.some((link) => link.isHeld(this.direction));
  }

  #carry(arrive: () => void, moreMs: number): void {
    const { scheduler, links, receiver } = this.#options;
    let ms = moreMs;
    for (const { delayMs, jitterMs } of links) ms += delayMs + jitterMs * scheduler.world.random.next();
    const at = Math.max(this.#lastAt, scheduler.now + ms);
    this.#lastAt = at;
    const come = () => {
      if (!this.#isOver) arrive();
    };
    scheduler.after(at - scheduler.now, come, { machine: receiver });
  }
}
