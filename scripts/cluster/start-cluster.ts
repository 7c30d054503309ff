import { freePort } from './free-port';
import { type RunningBalancer, startNginx } from './start-balancer';
import { type NodeOptions, type NodeStore, type RunningNode, startNode } from './start-node';
import type { Running } from './start-process';
import { type RunningRedis, startRedis } from './start-redis';
import { temporaryFolder } from './temporary-folder';

export interface ClusterOptions {
  readonly port: number;
  /** One for each node. */
  readonly nodePorts: readonly number[];
  /** One for each node, of stores that already run; by default, one Redis of the cluster's own for all of them. */
  readonly stores?: readonly NodeStore[] | undefined;
  /** Further settings of all nodes, see .env.example. */
  readonly env?: Readonly<Record<string, string>>;
  /** Starts a node; by default the built product. */
  readonly startNode?: (options: NodeOptions) => Promise<RunningNode>;
  /** Called with each line that a part prints. */
  readonly onLine?: (name: string, line: string) => void;
  /** Called as soon as a part runs. */
  readonly onStart?: (part: Running) => void;
}

export interface Cluster {
  /** The address of the load balancer: what a browser opens. */
  readonly url: string;
  readonly redis: RunningRedis | null;
  readonly balancer: RunningBalancer;
  readonly nodes: readonly RunningNode[];
  /** The latest process at this index, from 0. */
  node(place: number): RunningNode;
  /** Replaces a node that has ended by a new process. */
  restartNode(place: number): Promise<void>;
  /** The same for Redis, with the data that it left. */
  restartRedis(): Promise<void>;
  /** The same for the load balancer. */
  restartBalancer(): Promise<void>;
  /** From the front to the back, so that no part misses one behind it. */
  stop(): Promise<void>;
}

/** Redis, the nodes, and nginx in front of them. The product must have been built. */
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
  const run = options.startNode ?? startNode;
  const start = async <Part extends Running>(starting: Promise<Part>): Promise<Part> => {
    const part = await starting;
    note(part);
    return part;
  };

  const redisOptions = {
    appendonly: true,
    port: await freePort(),
    dir: temporaryFolder('redis'), // Removed with this process, so that a restarted Redis finds its data.
    args: ['--loglevel', 'warning'],
    onLine: (line: string) => onLine('redis', line),
  };
  const balancerOptions = { port, nodePorts, onLine: (line: string) => onLine('nginx', line) };
  let redis = options.stores ? null : await start(startRedis(redisOptions));
  const redisUrl = redis?.url ?? '';
  const stores = options.stores ?? nodePorts.map(() => ({ redisUrl }));
  const nodes = new Map<number, RunningNode>();
  const restartNode = async (place: number) => {
    nodes.set(place, await start(run(nodeOptions(place, options, stores))));
  };
  for (const place of nodePorts.keys()) await restartNode(place);
  let balancer = await start(startNginx(balancerOptions));

  return {
    url: balancer.url,
    get redis() {
      return redis;
    },
    get balancer() {
      return balancer;
    },
    get nodes() {
      return [...nodes.values()];
    },
    node: (place) => {
      const node = nodes.get(place);
      if (node === undefined) throw new Error(`There is no node ${place} in a cluster of ${nodes.size}.`);
      return node;
    },
    restartNode,
    restartRedis: async () => {
      redis = await start(startRedis(redisOptions));
    },
    restartBalancer: async () => {
      balancer = await start(startNginx(balancerOptions));
    },
    stop: async () => {
      await balancer.stop();
      await Promise.all([...nodes.values()].map((node) => node.stop()));
      await redis?.stop();
    },
  };
}

function nodeOptions(place: number, options: ClusterOptions, stores: readonly NodeStore[]): NodeOptions {
  const port = options.nodePorts[place];
  const store = stores[place];
  if (store === undefined) throw new Error(`There is no store for node ${place}.`);
  if (port === undefined) throw new Error(`There is no port for node ${place}.`);
  const id = `node-${place + 1}`;
  const onLine = (line: string) => options.onLine?.(id, line);
  const env = { TRUST_PROXY: 'loopback', ...options.env }; // nginx also runs on this machine.
  return { id, port, store, env, onLine };
}
