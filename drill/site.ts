import { freePort } from '@/scripts/cluster/free-port';
import { type Cluster, startCluster } from '@/scripts/cluster/start-cluster';
import type { Stage } from './plan';
import type { System } from './system';

const NODES = 3;

/** Where a drill is held: three nodes of a system behind nginx, on a Redis. */
export async function startSite(system: System, { redisUrl, env = {} }: Stage): Promise<Cluster> {
  const nodePorts: number[] = [];
  while (nodePorts.length < NODES) nodePorts.push(await freePort());
  return startCluster({
    port: await freePort(),
    nodePorts,
    redisUrl,
    env: { ...system.env, ...env },
    startNode: system.startNode,
  });
}
