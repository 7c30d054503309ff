import { startRedisCluster } from '@/scripts/cluster/start-redis-cluster';
import { startSentinels } from '@/scripts/cluster/start-sentinel';
import {
  clusterMasterKilled,
  masterKilled,
  replicaFrozen,
  WAIT_FOR_REPLICA,
} from '../faults/failover-faults';
import { type OpenStage, sharedStore } from './stage';

export const withSentinels: OpenStage = async ({ isQuick }) => {
  const sentinels = await startSentinels();
  return {
    stores: sharedStore(sentinels.redisUrl),
    env: WAIT_FOR_REPLICA,
    faults: [...(isQuick ? [] : [replicaFrozen(sentinels)]), masterKilled(sentinels)],
    stop: sentinels.stop,
  };
};

export const withCluster: OpenStage = async () => {
  const cluster = await startRedisCluster();
  return {
    stores: sharedStore(cluster.redisUrl),
    env: WAIT_FOR_REPLICA,
    faults: [clusterMasterKilled(cluster)],
    stop: cluster.stop,
  };
};
