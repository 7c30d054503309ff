import type { Machine } from '@/simulation/world/machine';
import type { Scheduler } from '@/simulation/world/scheduler';
import type { Direction, Link } from './link';
import { Pipe } from './pipe';

interface ConnectionOptions {
  readonly scheduler: Scheduler;
  readonly links: readonly Link[];
  readonly page: Machine;
  readonly node: Machine;
}

type End = 'page' | 'node';

/** A TCP connection between a page and a node: two pipes, and two ends that learn of each other's end late or never. */
export class Connection {
  /** What is done at each end once it is over there; nothing is heard there from then on. */
  readonly ended: Record<End, () => void> = { page: () => {}, node: () => {} };
  readonly #isOver: Record<End, boolean> = { page: false, node: false };
  readonly #pipes: Record<Direction, Pipe>;
  readonly #options: Pick<ConnectionOptions, 'scheduler' | 'page' | 'node'>;

  constructor({ scheduler, links, page, node }: ConnectionOptions) {
    const pipe = (direction: Direction, receiver: Machine) =>
      new Pipe({ scheduler, direction, links, receiver, reset: () => this.reset() });
    this.#pipes = { up: pipe('up', node), down: pipe('down', page) };
    this.#options = { scheduler, page, node };
  }

  isOver(end: End): boolean {
    return this.#isOver[end];
  }

  up(arrive: () => void): void {
    if (!this.#isOver.page) this.#pipes.up.send(() => this.#hear('node', arrive));
  }

  down(arrive: () => void): void {
    if (!this.#isOver.node) this.#pipes.down.send(() => this.#hear('page', arrive));
  }

  /** The other end hears of it behind all that was sent. */
  close(end: End): void {
    if (this.#isOver[end]) return;
    this.#isOver[end] = true;
    const other: End = end === 'page' ? 'node' : 'page';
    this.#pipes[end === 'page' ? 'up' : 'down'].send(() => this.#end(other));
    this.#pipes[end === 'page' ? 'down' : 'up'].lose();
  }

  /** Breaks in between: each end hears of it now, and of nothing that was on its way. */
  reset(): void {
    for (const pipe of Object.values(this.#pipes)) pipe.lose();
    const { scheduler, page, node } = this.#options;
    scheduler.after(0, () => this.#end('page'), { machine: page });
    scheduler.after(0, () => this.#end('node'), { machine: node });
  }

  #hear(end: End, arrive: () => void): void {
    if (!this.#isOver[end]) arrive();
  }

  #end(end: End): void {
    if (this.#isOver[end]) return;
    this.#isOver[end] = true;
    for (const pipe of Object.values(this.#pipes)) pipe.lose();
    this.ended[end]();
  }
}
