import type { RedisCommands } from './asking.redis';
import { LoadWindow } from './load-window';

/**
 * When many entries are appended, a third of a node's time goes into handing each to the system by itself. They wait for
 * each other for a moment, and go out in one write; the order in which they asked is kept.
 */
export class WriteTurns {
  #waiting: (() => void)[] = [];
  #isOpening = false;
  readonly #load = new LoadWindow({ lightPerSecond: 50, heavyPerSecond: 200, maxMs: 10 });

  /** Resolves when it is time to ask `redis`, in the turn of all others who wait. */
  async turn(redis: RedisCommands): Promise<void> {
    this.#load.add(1);
    const { ms: waitMs } = this.#load;
    if (waitMs === 0 && !this.#isOpening) return;
    if (!this.#isOpening) {
      this.#isOpening = true;
      setTimeout(() => this.#open(redis), waitMs);
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #open(redis: RedisCommands): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#isOpening = false;
    holdWrites(redis);
    for (const go of waiting) go();
  }
}

/** Until all that was begun in this turn has written: a connection of its own has a stream, a cluster has many. */
function holdWrites(redis: RedisCommands): void {
  if (!('stream' in redis) || redis.stream === undefined) return;
  const { stream } = redis;
  stream.cork();
  setImmediate(() => stream.uncork());
}
