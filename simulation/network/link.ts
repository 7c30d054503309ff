/** From a page to the nodes, or from them to a page. */
export type Direction = 'up' | 'down';

/** One direction of a connection, as far as its links have to do with it. */
interface PipeOfLink {
  readonly direction: Direction;
  released(): void;
  lose(): void;
  reset(): void;
}

/**
 * A part of the way between pages and nodes: what a page has to its provider, what a node has to everybody. What does not
 * get through is held, and comes late, or is lost.
 */
export class Link {
  readonly name: string;
  /** Each way, when all is well and now. */
  readonly bestDelayMs: number;
  delayMs: number;
  /** At most so much more, each time another. */
  jitterMs = 0;
  readonly #held = new Set<Direction>();
  readonly #pipes = new Set<PipeOfLink>();

  constructor(name: string, delayMs: number) {
    this.name = name;
    this.bestDelayMs = delayMs;
    this.delayMs = delayMs;
  }

  isHeld(direction: Direction): boolean {
    return this.#held.has(direction);
  }

  /** Nothing gets through until it is released; what is sent meanwhile is sent again then. */
  hold(direction: Direction): void {
    this.#held.add(direction);
  }

  release(direction: Direction): void {
    if (!this.#held.delete(direction)) return;
    for (const pipe of [...this.#pipes]) if (pipe.direction === direction) pipe.released();
  }

  /** What there is now on the way, and will be over these connections, never arrives: somebody in between forgot them. */
  lose(direction: Direction): void {
    for (const pipe of [...this.#pipes]) if (pipe.direction === direction) pipe.lose();
  }

  /** Everything that goes through it breaks. */
  reset(): void {
    for (const pipe of [...this.#pipes]) pipe.reset();
  }

  /** Of the connections that go through it. */
  enter(pipe: PipeOfLink): void {
    this.#pipes.add(pipe);
  }

  leave(pipe: PipeOfLink): void {
    this.#pipes.delete(pipe);
  }

  get pipes(): number {
    return this.#pipes.size;
  }
}
