import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { connectRedis, type RedisConnections } from '@/lib/server/databases/redis/redis';
import { type RedisForTests, startRedisForTests } from './redis-for-tests';

/** A Redis for one suite, and the connections of two nodes to it. */
export class TwoLinks {
  redis!: RedisForTests;
  one!: RedisConnections;
  two!: RedisConnections;
  readonly #open: RedisConnections[] = [];

  constructor() {
    beforeAll(async () => {
      this.redis = await startRedisForTests();
      [this.one, this.two] = await Promise.all([this.connect(), this.connect()]);
    });
    afterAll(async () => {
      for (const connections of this.#open) connections.close();
      await this.redis?.stop();
    });
  }

  /** Opens the connections of another node, closed after the suite. */
  async connect(url = this.redis.url): Promise<RedisConnections> {
    const connections = connectRedis(url, pino({ level: 'silent' }));
    this.#open.push(connections);
    await connections.ready(5_000);
    return connections;
  }
}
