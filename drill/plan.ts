import { startRedisCluster } from '@/scripts/cluster/start-redis-cluster';
import { startSentinels } from '@/scripts/cluster/start-sentinel';
import { startDrillRedis } from './drill-redis';
import { allConnectionsCut, balancerReloaded } from './faults/balancer-faults';
import { clientFloods } from './faults/client-faults';
import { clusterMasterKilled, masterKilled, WAIT_FOR_REPLICA } from './faults/failover-faults';
import type { Fault } from './faults/fault';
import { nodeFrozen, nodeKilled, rollingRestart } from './faults/node-faults';
import { redisFaults } from './faults/redis-faults';
import { ROOMS } from './rooms';

export interface DrillSize {
  readonly isQuick: boolean;
  readonly talkers: number;
  readonly browsers: number;
  readonly rooms: readonly string[];
  /** Messages of all talkers together. */
  readonly messagesPerSecond: number;
}

export const FULL: DrillSize = {
  isQuick: false,
  talkers: 197,
  browsers: 3,
  rooms: ROOMS,
  messagesPerSecond: 40,
};

export const QUICK: DrillSize = {
  isQuick: true,
  talkers: 47,
  browsers: 1,
  rooms: ROOMS.slice(0, 3),
  messagesPerSecond: 15,
};

/** Something to hold a drill on: a store, and what can be done to it and to all that stands before it. */
export interface Stage {
  readonly redisUrl: string;
  /** Further settings of the nodes. */
  readonly env?: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  stop(): Promise<void>;
}

export type OpenStage = (size: DrillSize) => Promise<Stage>;

/**
 * Redis's memory is lost early: nodes hold the newest 1,000 entries of a room, and no more than that may have been said
 * by then.
 */
const standalone: OpenStage = async ({ isQuick }) => {
  const redis = await startDrillRedis();
  const { allKept, secondLost, allLost, flushed } = redisFaults(redis);
  const faults = isQuick
    ? [secondLost, allLost, nodeKilled, nodeFrozen(8_000), allConnectionsCut, rollingRestart]
    : [
        allKept,
        secondLost,
        allLost,
        flushed,
        nodeKilled,
        nodeFrozen(30_000),
        balancerReloaded,
        allConnectionsCut,
        rollingRestart,
      ];
  return { redisUrl: redis.url, faults, stop: redis.stop };
};

const withSentinels: OpenStage = async () => {
  const sentinels = await startSentinels();
  return {
    redisUrl: sentinels.redisUrl,
    env: WAIT_FOR_REPLICA,
    faults: [masterKilled(sentinels)],
    stop: sentinels.stop,
  };
};

const withCluster: OpenStage = async () => {
  const cluster = await startRedisCluster();
  return {
    redisUrl: cluster.redisUrl,
    env: WAIT_FOR_REPLICA,
    faults: [clusterMasterKilled(cluster)],
    stop: cluster.stop,
  };
};

/** Plain Socket.IO has nothing to say to a flood. */
const withFlood: OpenStage = async (size) => {
  const stage = await standalone(size);
  return { ...stage, faults: [...stage.faults, clientFloods] };
};

export const STAGES: readonly OpenStage[] = [withFlood, withSentinels, withCluster];

/** What plain Socket.IO is measured with. */
export const BASELINE_STAGES: readonly OpenStage[] = [
  async (size) => {
    const stage = await standalone(size);
    return size.isQuick ? { ...stage, faults: [nodeKilled] } : stage;
  },
];
