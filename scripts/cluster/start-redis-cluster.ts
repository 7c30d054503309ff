import { setTimeout as pause } from 'node:timers/promises';
import { askRedis } from './ask-redis';
import { freePort } from './free-port';
import { type RunningRedis, startRedis } from './start-redis';
import { removeFolder, temporaryFolder } from './temporary-folder';

export interface RedisClusterOptions {
  /** How long a server may be silent before it counts as down. */
  readonly nodeTimeoutMs?: number;
  /** Arguments that give each `redis-server` certificates: it then uses TLS, on a port of its own. */
  readonly tlsArgs?: readonly string[];
  /** Further arguments of each `redis-server`. */
  readonly args?: readonly string[];
  readonly onLine?: (line: string) => void;
}

export interface RunningRedisCluster {
  /** What a node takes as REDIS_URL. */
  readonly redisUrl: string;
  /** All running servers, masters and replicas. */
  readonly servers: readonly RunningRedis[];
  /** The master that has `key` as far as the others know; it may be dead by now. Rooms: `{lobby}`. */
  masterOf(key: string): Promise<RunningRedis | undefined>;
  /** SIGKILL. Resolves to its port once it is dead: the others notice later. */
  killMasterOf(key: string): Promise<number>;
  /** Resolves once another server than the one on this port has `key`, and the cluster is whole. */
  untilMasterIsNot(key: string, port: number): Promise<void>;
  /** Restarts those that were killed; they become replicas of the servers that replaced them. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

const MASTERS = 3;
const SLOTS = 16_384;
const ASK_EVERY_MS = 50;
const AGREE_WITHIN_MS = 30_000;

interface Place {
  readonly port: number;
  readonly busPort: number;
  readonly tlsPort: number | undefined;
  readonly dir: string;
}

/** Three masters, each with a replica. */
export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RunningRedisCluster> {
  const places: Place[] = [];
  for (let index = 0; index < 2 * MASTERS; index++) {
    const tlsPort = options.tlsArgs === undefined ? undefined : await freePort();
    places.push({
      port: await freePort(),
      busPort: await freePort(),
      tlsPort,
      dir: temporaryFolder('redis'),
    });
  }
  const servers = await Promise.all(places.map((place) => startServer(place, options)));
  await form(places);
  const dead: Place[] = [];
  const masterOf = async (key: string) => {
    const port = await masterPort(servers, key);
    return servers.find((server) => server.port === port);
  };
  return {
    redisUrl: urlOf(places),
    servers,
    masterOf,
    killMasterOf: async (key) => {
      const master = await masterOf(key);
      if (master === undefined) throw new Error(`no running server has ${key}`);
      await master.kill();
      servers.splice(servers.indexOf(master), 1);
      dead.push(...places.filter(({ port }) => port === master.port));
      return master.port;
    },
    untilMasterIsNot: (key, port) =>
      until(
        async () => ![port, undefined].includes(await masterPort(servers, key)) && (await isWhole(servers)),
      ),
    revive: async () => {
      for (const place of dead.splice(0)) servers.push(await startServer(place, options));
      await until(() => areLinked(servers));
    },
    stop: async () => {
      await Promise.all(servers.map((server) => server.kill()));
      for (const { dir } of places) removeFolder(dir);
    },
  };
}

function urlOf(places: readonly Place[]): string {
  const scheme = places.some(({ tlsPort }) => tlsPort !== undefined) ? 'rediss' : 'redis';
  return `${scheme}+cluster://${places.map(({ port, tlsPort = port }) => `127.0.0.1:${tlsPort}`).join()}`;
}

function startServer(place: Place, options: RedisClusterOptions): Promise<RunningRedis> {
  const { port, busPort, tlsPort, dir } = place;
  const { nodeTimeoutMs = 1_500, args = [], tlsArgs = [], onLine } = options;
  const tls =
    tlsPort === undefined
      ? []
      : ['--tls-port', String(tlsPort), '--tls-cluster', 'yes', '--tls-replication', 'yes', ...tlsArgs];
  const cluster = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort)];
  const failover = [
    '--cluster-node-timeout',
    String(nodeTimeoutMs),
    '--cluster-replica-validity-factor',
    '0',
  ];
  const more = [...cluster, ...failover, '--repl-diskless-sync-delay', '0', ...tls, ...args];
  return startRedis({ port, dir, args: more, onLine });
}

/** Gives each master a third of the slots, lets all servers meet, and lets each replica follow its master. */
async function form(places: readonly Place[]): Promise<void> {
  const masters = places.slice(0, MASTERS);
  const border = (index: number) => Math.floor((index * SLOTS) / MASTERS);
  for (const [index, { port }] of masters.entries()) {
    await askRedis(port, `CLUSTER ADDSLOTSRANGE ${border(index)} ${border(index + 1) - 1}`);
  }
  const [first, ...others] = places as [Place, ...Place[]];
  for (const [index, { port }] of places.entries())
    await askRedis(port, `CLUSTER SET-CONFIG-EPOCH ${index + 1}`);
  for (const { port, tlsPort = port, busPort } of others)
    await askRedis(first.port, `CLUSTER MEET 127.0.0.1 ${tlsPort} ${busPort}`);
  await until(() => says(places, 'CLUSTER INFO', `cluster_known_nodes:${places.length}`));
  for (const [index, { port }] of places.slice(MASTERS).entries()) {
    const id = /\r\n(\w{40})/.exec(await askRedis(masters[index]?.port ?? 0, 'CLUSTER MYID'))?.[1];
    await askRedis(port, `CLUSTER REPLICATE ${id}`);
  }
  await until(async () => (await isWhole(places)) && (await areLinked(places)));
}

async function says(
  servers: readonly { readonly port: number }[],
  command: string,
  words: string,
): Promise<boolean> {
  const answers = await Promise.all(servers.map(({ port }) => askRedis(port, command)));
  return answers.every((answer) => answer.includes(words));
}

const isWhole = (servers: readonly { readonly port: number }[]) =>
  says(servers, 'CLUSTER INFO', 'cluster_state:ok');

/** Returns whether every replica follows its master, and every server knows of them. */
async function areLinked(servers: readonly { readonly port: number }[]): Promise<boolean> {
  const roles = await Promise.all(servers.map(({ port }) => askRedis(port, 'INFO replication')));
  const known = await Promise.all(servers.map(({ port }) => askRedis(port, 'CLUSTER NODES')));
  return (
    roles
      .filter((role) => role.includes('role:slave'))
      .every((role) => role.includes('master_link_status:up')) &&
    known.every((lines) => lines.match(/ (myself,)?slave /g)?.length === MASTERS)
  );
}

/** Returns who has `key`, according to the first server that answers. */
async function masterPort(servers: readonly RunningRedis[], key: string): Promise<number | undefined> {
  for (const { port } of servers) {
    const slot = Number(/:(\d+)/.exec(await askRedis(port, `CLUSTER KEYSLOT ${key}`))?.[1]);
    const lines = (await askRedis(port, 'CLUSTER NODES'))
      .split('\n')
      .filter((line) => line.includes('master'));
    const owner = lines.find((line) => slotsOf(line).some(([from, to]) => from <= slot && slot <= to));
    if (owner !== undefined) return Number(/:(\d+)@/.exec(owner)?.[1]);
  }
  return undefined;
}

const slotsOf = (line: string): (readonly [number, number])[] =>
  line
    .split(' ')
    .slice(8)
    .map((range) => range.split('-').map(Number))
    .map(([from = -1, to = from]) => [from, to] as const);

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + AGREE_WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('the cluster did not agree in time');
    await pause(ASK_EVERY_MS);
  }
}
