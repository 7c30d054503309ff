import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { REDIS, requireTool } from '../tools';
import { askRedis } from './ask-redis';
import { freePort } from './free-port';
import { type Running, startProcess } from './start-process';
import { type RunningRedis, startRedis } from './start-redis';
import { removeFolder, temporaryFolder } from './temporary-folder';
import { untilReady } from './until-ready';

export interface SentinelOptions {
  /** How long a master may be silent before it counts as down. */
  readonly downAfterMs?: number;
  readonly failoverTimeoutMs?: number;
  /** Further arguments of each `redis-server` that keeps data. */
  readonly args?: readonly string[];
  readonly onLine?: (line: string) => void;
}

export interface RunningSentinels {
  /** What a node takes as REDIS_URL. */
  readonly redisUrl: string;
  /** The Redis that is master according to the Sentinels; it may be dead by now. */
  master(): Promise<RunningRedis>;
  /** All that run, including the master. */
  readonly servers: readonly RunningRedis[];
  readonly sentinels: readonly Running[];
  /** SIGKILL. Resolves once the master is dead: the Sentinels notice later. */
  killMaster(): Promise<void>;
  /** Resolves once another Redis than the one on this port is master. */
  untilMasterIsNot(port: number): Promise<void>;
  /** Restarts those that were killed, as replicas of the present master. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** The Sentinels' name for the master. */
const NAME = 'concord';
const SENTINELS = 3;
const QUORUM = 2;
const ASK_EVERY_MS = 50;
const FAILOVER_WITHIN_MS = 30_000;

/** A master, a replica, and three Sentinels that promote the replica if the master dies. */
export async function startSentinels(options: SentinelOptions = {}): Promise<RunningSentinels> {
  const dataOptions = {
    args: ['--repl-diskless-sync-delay', '0', ...(options.args ?? [])],
    onLine: options.onLine,
  };
  const startData = (args: readonly string[] = [], port?: number) =>
    startRedis({ ...dataOptions, port, args: [...dataOptions.args, ...args] });

  const first = await startData();
  const servers = [first, await startData(replicaOf(first.port))];
  const dead: number[] = [];
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const sentinels = await Promise.all(ports.map((port) => startSentinel(port, first.port, options)));
  await Promise.all(
    sentinels.map((sentinel, index) => untilReady(sentinel, () => knowsAll(ports[index] as number))),
  );

  const master = async () => {
    const port = await masterPort(ports);
    const found = servers.find((server) => server.port === port);
    if (found === undefined)
      throw new Error(`the Sentinels name a master that does not run, on port ${port}`);
    return found;
  };
  return {
    redisUrl: `redis+sentinel://${ports.map((port) => `127.0.0.1:${port}`).join()}/${NAME}`,
    master,
    servers,
    sentinels,
    killMaster: async () => {
      const killed = await master();
      await killed.kill();
      servers.splice(servers.indexOf(killed), 1);
      dead.push(killed.port);
    },
    untilMasterIsNot: (port) => until(async () => (await masterPort(ports)) !== port),
    revive: async () => {
      const { port } = await master();
      for (const revived of dead.splice(0)) servers.push(await startData(replicaOf(port), revived));
    },
    stop: async () => {
      await Promise.all(sentinels.map((sentinel) => sentinel.kill()));
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

const replicaOf = (port: number) => ['--replicaof', '127.0.0.1', String(port)];

async function startSentinel(port: number, masterPort: number, options: SentinelOptions): Promise<Running> {
  const { downAfterMs = 1_000, failoverTimeoutMs = 5_000, onLine } = options;
  const folder = temporaryFolder('sentinel');
  const file = join(folder, 'sentinel.conf'); // A Sentinel stores what it learns in it.
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${masterPort} ${QUORUM}`,
    `sentinel down-after-milliseconds ${NAME} ${downAfterMs}`,
    `sentinel failover-timeout ${NAME} ${failoverTimeoutMs}`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const running = await startProcess({
    name: 'sentinel',
    command: requireTool(REDIS),
    args: [file, '--sentinel'],
    onLine,
  });
  running.ended.then(() => removeFolder(folder));
  return running;
}

/** Returns whether the Sentinel knows the replica and the other Sentinels. Before that there is no failover. */
async function knowsAll(port: number): Promise<boolean> {
  const fields = await fieldsOf(port);
  return (
    fields.get('num-slaves') === '1' &&
    fields.get('num-other-sentinels') === String(SENTINELS - 1) &&
    fields.get('flags') === 'master'
  );
}

async function fieldsOf(port: number): Promise<ReadonlyMap<string, string>> {
  const words = (await askRedis(port, `SENTINEL MASTER ${NAME}`))
    .split('\r\n')
    .filter((line) => !/^[*$+-]/.test(line));
  const pairs = words.flatMap((word, index) => (index % 2 ? [] : [[word, words[index + 1] ?? ''] as const]));
  return new Map(pairs);
}

/** Returns where the master is, according to the first Sentinel that answers. */
async function masterPort(ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    const found = (await fieldsOf(port)).get('port');
    if (found !== undefined) return Number(found);
  }
  throw new Error('no Sentinel answers');
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + FAILOVER_WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('the Sentinels did not change the master in time');
    await pause(ASK_EVERY_MS);
  }
}
