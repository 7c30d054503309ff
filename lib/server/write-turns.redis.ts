import type { RedisCommands } from './asking.redis';

/** So many writes in a second may each go by themselves. */
const LIGHT_PER_SECOND = 50;
/** From here on they wait for each other as long as they ever do. */
const HEAVY_PER_SECOND = 200;
const WAIT_MAX_MS = 10;
/** How far back the load is remembered. */
const MEMORY_MS = 500;

/**
 * When many entries are appended, a third of a node's time goes into handing each to the system by itself. They wait for
 * each other for a moment, and go out in one write; the order in which they asked is kept.
 */
export class WriteTurns {
  #waiting: (() => void)[] = [];
  #isOpening = false;
  #remembered = 0;
  #at = performance.now();

  /** Resolves when it is time to ask `redis`, in the turn of all others who wait. */
  async turn(redis: RedisCommands): Promise<void> {
    const waitMs = this.#waitMs();
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

  #waitMs(): number {
    const now = performance.now();
    this.#remembered = this.#remembered * Math.exp((this.#at - now) / MEMORY_MS) + 1;
    this.#at = now;
    const perSecond = (this.#remembered * 1_000) / MEMORY_MS;
    const load = (perSecond - LIGHT_PER_SECOND) / (HEAVY_PER_SECOND - LIGHT_PER_SECOND);
    return WAIT_MAX_MS * Math.min(Math.max(load, 0), 1);
  }
}

/** Until all that was begun in this turn has written: a connection of its own has a stream, a cluster has many. */
function holdWrites(redis: RedisCommands): void {
  if (!('stream' in redis) || redis.stream === undefined) return;
  const { stream } = redis;
  stream.cork();
  setImmediate(() => stream.uncork());
}
