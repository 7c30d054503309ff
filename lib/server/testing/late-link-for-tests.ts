import type { Asking, RedisCommands } from '@/lib/server/databases/redis/asking.redis';

/**
 * A link whose bytes may get stuck, be given up with their connection, and still arrive in the end, long after the next
 * connection was answered.
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

  /** Gives up the connection, and opens another. */
  async connectAnew(): Promise<void> {
    this.isStuck = false;
    for (const giveUp of this.#giveUp.splice(0)) giveUp();
    await new Promise(setImmediate);
  }

  /** Delivers the oldest of the stuck bytes; nobody hears the answers. */
  async deliver(count = this.#late.length): Promise<void> {
    for (const command of this.#late.splice(0, count)) await this.#asking.ask(command).catch(() => {});
  }
}
