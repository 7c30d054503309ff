import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { connectRedis, type RedisConnections } from '@/lib/server/databases/redis/redis';
import { enterLobby, type NodeForTests, type NodeTiming, startNodeForTests } from './node-for-tests';
import { type RedisForTests, startRedisForTests } from './redis-for-tests';

/** Two nodes on one Redis, new and empty for each test in a file. */
export class TwoNodes {
  redis!: RedisForTests;
  admin!: RedisConnections;
  nodes!: [NodeForTests, NodeForTests];
  readonly #variables: Record<string, string>;
  readonly #timing: NodeTiming;
  readonly #open: { close(): unknown }[] = [];

  /** @param variables further settings of both nodes */
  constructor(variables: Record<string, string> = {}, timing: NodeTiming = {}) {
    this.#variables = variables;
    this.#timing = timing;
    beforeAll(async () => {
      this.redis = await startRedisForTests();
      this.admin = connectRedis(this.redis.url, pino({ level: 'silent' }));
      await this.admin.ready(5_000);
    });
    afterAll(async () => {
      this.admin?.close();
      await this.redis?.stop();
    });
    beforeEach(async () => {
      await this.admin.ready(5_000); // A test may have restarted Redis.
      await this.admin.commands.flushall();
      this.nodes = await Promise.all([this.startNode('one'), this.startNode('two')]);
    });
    afterEach(async () => {
      for (const socket of this.#open.splice(0)) socket.close();
      await Promise.all(this.nodes.map((node) => node.close()));
    });
  }

  startNode(
    NODE_ID: string,
    variables: Record<string, string> = {},
    timing: NodeTiming = {},
  ): Promise<NodeForTests> {
    return startNodeForTests(
      { REDIS_URL: this.redis.url, NODE_ID, ...this.#variables, ...variables },
      {
        graceMs: 1_500,
        tendEveryMs: 300,
        checkEveryMs: 300,
        renewNamesEveryMs: 300,
        ...this.#timing,
        ...timing,
      },
    );
  }

  /** Closes it after the test. */
  opened<T extends { close(): unknown }>(socket: T): T {
    this.#open.push(socket);
    return socket;
  }

  async enter(node: NodeForTests, name: string) {
    const person = await enterLobby(node.url, name);
    this.opened(person.socket);
    return person;
  }
}

/** The cookie with which a program comes back as the same member. */
export async function cookieOf(node: NodeForTests): Promise<string> {
  const response = await fetch(`${node.url}/socket.io/?EIO=4&transport=polling`);
  return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}
