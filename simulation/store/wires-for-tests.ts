import type { End, StoreWorld, Wire } from './wire';

/** Ways that take their time, by the timers of the test, and that may be held up. */
export class WiresForTests {
  /** How long what is sent now is on its way. */
  delayMs: () => number = () => 1;
  readonly world: StoreWorld = {
    now: Date.now,
    random: () => this.random(),
    after: (ms, run) => void setTimeout(run, ms),
    connect: (node) => this.#connect(node),
  };
  readonly #held = new Map<string, (() => void)[]>();
  readonly random: () => number;

  constructor(random: () => number = () => 0.5) {
    this.random = random;
  }

  /** Nothing gets to this node or from it until it is released; it arrives then. */
  hold(node: string): void {
    if (!this.#held.has(node)) this.#held.set(node, []);
  }

  release(node: string): void {
    const held = this.#held.get(node) ?? [];
    this.#held.delete(node);
    for (const go of held) go();
  }

  #connect(node: string): Wire {
    const ended: Wire['ended'] = { node: () => {}, store: () => {} };
    const [up, down] = [this.#way(node), this.#way(node)];
    const close = (end: End) => (end === 'node' ? up(() => ended.store()) : down(() => ended.node()));
    return { up, down, close, ended };
  }

  #way(node: string) {
    let lastAt = 0;
    const go = (arrive: () => void) => {
      lastAt = Math.max(lastAt, Date.now() + this.delayMs());
      setTimeout(arrive, lastAt - Date.now());
    };
    return (arrive: () => void) => {
      const held = this.#held.get(node);
      if (held === undefined) go(arrive);
      else held.push(() => go(arrive));
    };
  }
}
