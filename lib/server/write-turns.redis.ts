import type { RedisCommands } from './asking.redis';
import { LoadWindow } from './load-window';

/** So many go out without waiting longer: what they would save by it is little. */
const FULL = 32;

/**
 * When many entries are appended, a third of a node's time goes into handing each to the system by itself. They wait for
 * each other for a moment, and go out in one write; the order in which they asked is kept.
 */
export class WriteTurns {
  #waiting: (() => void)[] = [];
  #opening: NodeJS.Timeout | undefined;
  readonly #load = new LoadWindow({ lightPerSecond: 50, heavyPerSecond: 150, maxMs: 20 });

  /** Resolves when it is time to ask `redis`, in the turn of all others who wait. */
  async turn(redis: RedisCommands): Promise<void> {
    this.#load.add(1);
    const { ms: waitMs } = this.#load;
    if (waitMs === 0 && this.#opening === undefined) return;
    this.#opening ??= setTimeout(() => this.#open(redis), waitMs);
    const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#waiting.length >= FULL) this.#open(redis);
    await turn;
  }

  #open(redis: RedisCommands): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    clearTimeout(this.#opening);
    this.#opening = undefined;
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
