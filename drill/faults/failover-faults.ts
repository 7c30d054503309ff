import { setTimeout as pause } from 'node:timers/promises';
import { LOBBY } from '@/lib/chat/protocol';
import type { RunningRedisCluster } from '@/scripts/cluster/start-redis-cluster';
import type { RunningSentinels } from '@/scripts/cluster/start-sentinel';
import type { Fault } from './fault';

/** Longer than a node waits for a replica. */
const FROZEN_MS = 6_000;

/** How long the new master is alone, and nothing can be acknowledged that must be on a replica too. */
const ALONE_MS = 1_000;

/** What the failover stages require of the nodes, and how their stories end. */
export const WAIT_FOR_REPLICA = { REDIS_WAIT_REPLICAS: '1' };
const WAITED = 'The nodes acknowledge what one replica has (REDIS_WAIT_REPLICAS=1).';

export const replicaFrozen = (sentinels: RunningSentinels): Fault => ({
  name: 'Redis Sentinel: replica frozen',
  story: `The only replica gets SIGSTOP, and SIGCONT ${FROZEN_MS / 1_000} s later. ${WAITED}`,
  strike: async () => {
    const master = await sentinels.master();
    const replicas = sentinels.servers.filter(({ port }) => port !== master.port);
    for (const { process } of replicas) process.kill('SIGSTOP');
    await pause(FROZEN_MS);
    for (const { process } of replicas) process.kill('SIGCONT');
  },
});

export const masterKilled = (sentinels: RunningSentinels): Fault => ({
  name: 'Redis Sentinel: master killed',
  story: `The master gets SIGKILL, three Sentinels put its replica in its place, and it comes back as a replica. ${WAITED}`,
  strike: async () => {
    const { port } = await sentinels.master();
    await sentinels.killMaster();
    await sentinels.untilMasterIsNot(port);
    await pause(ALONE_MS);
    await sentinels.revive();
  },
});

export const clusterMasterKilled = (cluster: RunningRedisCluster): Fault => ({
  name: 'Redis Cluster: master killed',
  story: `Of three masters the one that keeps the lobby gets SIGKILL, its replica takes its place, and it comes back as a replica. ${WAITED}`,
  strike: async () => {
    const key = `{${LOBBY}}`;
    const port = await cluster.killMasterOf(key);
    await cluster.untilMasterIsNot(key, port);
    await pause(ALONE_MS);
    await cluster.revive();
  },
});
