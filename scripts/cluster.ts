import { ensureBuild } from './cluster/ensure-build';
import { isPortFree } from './cluster/free-port';
import { say } from './cluster/say';
import { type Cluster, startCluster } from './cluster/start-cluster';
import type { Running } from './cluster/start-process';
import { findTool, installHint, NGINX, REDIS } from './tools';

/** `npm run cluster`: the load balancer on PORT (5000), the nodes on the next two ports. */
const port = Number(process.env.PORT ?? 5000);
const nodePorts = [port + 1, port + 2] as const;
const redisUrl = process.env.REDIS_URL;

/** How long one can watch the others without a part that was killed. */
const RESTART_MS = 10_000;
const RESTARTS: Readonly<Record<string, () => Promise<unknown> | undefined>> = {
  redis: () => cluster?.restartRedis(),
  nginx: () => cluster?.restartBalancer(),
  'node-1': () => cluster?.restartNode(0),
  'node-2': () => cluster?.restartNode(1),
};

let cluster: Cluster | undefined;
let isStopping = false;

function checkTools(): void {
  const missing = [NGINX, ...(redisUrl ? [] : [REDIS])].filter((tool) => findTool(tool) === null);
  if (missing.length === 0) return;
  throw new Error(`Missing: ${missing.map((tool) => tool.name).join(', ')}. ${installHint(missing)}`);
}

async function checkPorts(): Promise<void> {
  if (!(port >= 1 && port <= 65_533))
    throw new Error(`PORT takes a number from 1 to 65533, not ${process.env.PORT}.`);
  for (const wanted of [port, ...nodePorts]) {
    if (await isPortFree(wanted, '0.0.0.0')) continue;
    const airplay = process.platform === 'darwin' && wanted === 5000 ? ' (on a Mac: AirPlay Receiver)' : '';
    throw new Error(
      `Port ${wanted} is in use by another program${airplay}. Stop it, or take others: PORT=5050 npm run cluster`,
    );
  }
}

function watch(part: Running): void {
  say('cluster', `${part.name} runs, process ${part.pid}`);
  part.ended.then(({ code, signal }) => {
    if (isStopping) return;
    const comesBack = RESTARTS[part.name];
    const outlook = `it restarts in ${RESTART_MS / 1_000} s`;
    say('cluster', `${part.name} has ended (${signal ?? `code ${code}`}); ${outlook}`);
    if (comesBack) setTimeout(() => void bringBack(comesBack), RESTART_MS);
  });
}

async function bringBack(restart: () => Promise<unknown> | undefined): Promise<void> {
  if (isStopping) return;
  try {
    await restart();
  } catch (error) {
    say('cluster', (error as Error).message);
  }
}

/** Ctrl-C arrives twice, from the terminal and from npm. Each part is given its time to end, but only once. */
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  say('cluster', 'Stopping …');
  await cluster?.stop();
  process.exit(0);
}

async function start(): Promise<void> {
  checkTools();
  await checkPorts();
  ensureBuild((line) => say('cluster', line));
  const stores = redisUrl ? nodePorts.map(() => ({ redisUrl })) : undefined;
  cluster = await startCluster({ port, nodePorts, stores, onLine: say, onStart: watch });
  say('cluster', `Open ${cluster.url}`);
  say('cluster', `Stop one node and watch: kill -9 ${cluster.node(0).pid}    Stop everything: Ctrl-C`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
start().catch((error: Error) => {
  if (isStopping) return;
  say('cluster', error.message);
  process.exit(1);
});
