import type { Asking, RedisCommands } from '@/lib/server/databases/redis/asking.redis';

/**
 * A link whose bytes may get stuck on their way, be given up with the connection, and arrive in the end all the same, while
 * what is asked over the next connection is long answered.
 */
export class LateLink implements Asking {
  isStuck = false;
  readonly #asking: Asking;
  readonly #giveUp: (() => void)[] = [];
  readonly #late: ((redis: RedisCommands) => Promise<unknown>)[] = [];

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  get lateCount(): number {
    return this.#late.length;
  }

  readonly serverRun = () => this.#asking.serverRun();

  readonly ask = <T>(command: (redis: RedisCommands) => Promise<T>): Promise<T> => {
    if (!this.isStuck) return this.#asking.ask(command);
    this.#late.push(command);
    return new Promise((_, reject) => {
      this.#giveUp.push(() => reject(new Error('the connection to Redis was lost')));
    });
  };

  /** The connection is given up, and another takes its place. */
  async connectAnew(): Promise<void> {
    this.isStuck = false;
    for (const giveUp of this.#giveUp.splice(0)) giveUp();
    await new Promise(setImmediate);
  }

  /** The oldest bytes of those that are stuck arrive; nobody hears the answers. */
  async deliver(count = this.#late.length): Promise<void> {
    for (const command of this.#late.splice(0, count)) await this.#asking.ask(command).catch(() => {});
  }
}
