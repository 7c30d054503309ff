import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { connectRedis, type RedisConnections } from '@/lib/server/databases/redis/redis';
import { type RedisForTests, startRedisForTests } from './redis-for-tests';

/** A Redis of a suite's own, and the connections of two nodes to it. */
export class TwoLinks {
  redis!: RedisForTests;
  one!: RedisConnections;
  two!: RedisConnections;

  constructor() {
    beforeAll(async () => {
      this.redis = await startRedisForTests();
      const logger = pino({ level: 'silent' });
      [this.one, this.two] = [connectRedis(this.redis.url, logger), connectRedis(this.redis.url, logger)];
      await Promise.all([this.one.ready(5_000), this.two.ready(5_000)]);
    });
    afterAll(async () => {
      this.one?.close();
      this.two?.close();
      await this.redis?.stop();
    });
  }
}
