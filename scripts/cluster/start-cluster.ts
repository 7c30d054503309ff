import { freePort } from './free-port';
import { type RunningBalancer, startNginx } from './start-balancer';
import { type NodeOptions, type RunningNode, startNode } from './start-node';
import type { Running } from './start-process';
import { type RunningRedis, startRedis } from './start-redis';
import { temporaryFolder } from './temporary-folder';

export interface ClusterOptions {
  readonly port: number;
  readonly nodePorts: readonly [number, number];
  /** A Redis that runs already; one of the cluster's own if left out. */
  readonly redisUrl?: string | undefined;
  /** Further settings of both nodes, see .env.example. */
  readonly env?: Readonly<Record<string, string>>;
  /** What to do with each line that a part prints. */
  readonly onLine?: (name: string, line: string) => void;
  /** Called as soon as a part runs. */
  readonly onStart?: (part: Running) => void;
}

export interface Cluster {
  /** Of the load balancer: what a browser opens. */
  readonly url: string;
  redis: RunningRedis | null;
  readonly nodes: [RunningNode, RunningNode];
  readonly balancer: RunningBalancer;
  /** Puts a new process in the place of a node that has ended. */
  restartNode(place: 0 | 1): Promise<RunningNode>;
  /** The same for Redis, with the data that it left. */
  restartRedis(): Promise<void>;
  /** From the front to the back, so that no part misses one behind it. */
  stop(): Promise<void>;
}

/** Redis, two nodes and nginx in front of them. Needs a build. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const parts: Running[] = [];
  try {
    return await assemble(options, (part) => {
      parts.push(part);
      options.onStart?.(part);
    });
  } catch (error) {
    await Promise.all(parts.map((part) => part.kill()));
    throw error;
  }
}

async function assemble(options: ClusterOptions, note: (part: Running) => void): Promise<Cluster> {
  const { port, nodePorts, onLine = () => {} } = options;
  const start = async <Part extends Running>(starting: Promise<Part>): Promise<Part> => {
    const part = await starting;
    note(part);
    return part;
  };
  const redisOptions = {
    appendonly: true,
    port: await freePort(),
    dir: temporaryFolder('redis'), // Goes with this process, so that a Redis that was killed finds its data again.
    args: ['--loglevel', 'warning'],
    onLine: (line: string) => onLine('redis', line),
  };
  const redis = options.redisUrl ? null : await start(startRedis(redisOptions));
  const startAt = (place: 0 | 1) => start(startNode(nodeOptions(place, options, redis)));
  const nodes: Cluster['nodes'] = [await startAt(0), await startAt(1)];
  const balancer = await start(startNginx({ port, nodePorts, onLine: (line) => onLine('nginx', line) }));
  const restartNode = async (place: 0 | 1) => {
    nodes[place] = await startAt(place);
    return nodes[place];
  };
  const stop = async () => {
    await balancer.stop();
    await Promise.all(nodes.map((node) => node.stop()));
    await cluster.redis?.stop();
  };
  const restartRedis = async () => {
    cluster.redis = await start(startRedis(redisOptions));
  };
  const cluster: Cluster = {
    url: balancer.url,
    redis,
    nodes,
    balancer,
    restartNode,
    restartRedis,
    stop,
  };
  return cluster;
}

function nodeOptions(place: 0 | 1, options: ClusterOptions, redis: RunningRedis | null): NodeOptions {
  const id = `node-${place + 1}`;
  const redisUrl = options.redisUrl ?? redis?.url ?? '';
  const onLine = (line: string) => options.onLine?.(id, line);
  return { id, port: options.nodePorts[place], store: { redisUrl }, env: options.env ?? {}, onLine };
}
