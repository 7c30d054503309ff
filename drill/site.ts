import { freePort } from '@/scripts/cluster/free-port';
import { type Cluster, startCluster } from '@/scripts/cluster/start-cluster';
import type { Stage } from './stages/stage';
import type { System } from './system';

/** Where a drill is held: the nodes of a system behind nginx, on the stores of a stage. */
export interface Site {
  readonly cluster: Cluster;
  /** What people open. */
  readonly url: string;
}

export async function startSite(system: System, { stores, front, env = {} }: Stage): Promise<Site> {
  const nodePorts: number[] = [];
  while (nodePorts.length < stores.length) nodePorts.push(await freePort());
  const cluster = await startCluster({
    port: front?.balancerPort ?? (await freePort()),
    nodePorts,
    stores,
    env: { ...system.env, ...env },
    startNode: system.startNode,
  });
  return { cluster, url: front?.url ?? cluster.url };
}
