import { type DrillRedis, startDrillRedis } from '../drill-redis';
import { allConnectionsCut, balancerReloaded } from '../faults/balancer-faults';
import { clientFloods } from '../faults/client-faults';
import type { Fault } from '../faults/fault';
import { nodeFrozen, nodeKilled, rollingRestart } from '../faults/node-faults';
import { redisFaults } from '../faults/redis-faults';
import { type OpenStage, sharedStore } from './stage';

/** Three nodes on one Redis. */
export const onRedis: OpenStage = async () => {
  const redis = await startDrillRedis();
  return { stores: sharedStore(redis.url), faults: faultsOf(redis), stop: redis.stop };
};

/**
 * Faults that lose Redis's memory come early: nodes hold the newest 1,000 entries of a room, and no more than that may have
 * been said by then.
 */
function faultsOf(redis: DrillRedis): readonly Fault[] {
  const { allKept, secondLost, outOfMemory, allLost, flushed, restored, killedOften } = redisFaults(redis);
  const ofRedis = [allKept, secondLost, outOfMemory, allLost, flushed, restored, killedOften];
  return [...ofRedis, nodeKilled, nodeFrozen(30_000), balancerReloaded, allConnectionsCut, rollingRestart];
}

/** Plain Socket.IO has no defence against a flood. */
export const onRedisWithFlood: OpenStage = async (size) => {
  const stage = await onRedis(size);
  return { ...stage, faults: [...stage.faults, clientFloods] };
};
