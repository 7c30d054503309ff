import { freePort } from '@/scripts/cluster/free-port';
import { type RunningProxy, startProxy } from '@/scripts/cluster/start-proxy';
import { type DrillRedis, startDrillRedis } from '../drill-redis';
import { allConnectionsCut } from '../faults/balancer-faults';
import { clientFloods } from '../faults/client-faults';
import type { Fault } from '../faults/fault';
import { frontFaults, silentGap } from '../faults/front-faults';
import { linkFaults } from '../faults/link-faults';
import { nodeFrozen, nodeKilled, rollingRestart } from '../faults/node-faults';
import { redisFaults } from '../faults/redis-faults';
import { type OpenStage, PLACES, type Stage } from './stage';

interface BadLinks {
  readonly redis: DrillRedis;
  /** Between the pages and the load balancer. */
  readonly front: RunningProxy;
  /** Between each node and Redis. */
  readonly links: readonly RunningProxy[];
}

/** Three nodes on one Redis, with proxies in place of networks: each passes everything on until a fault is struck. */
async function open(faultsOf: (on: BadLinks) => readonly Fault[]): Promise<Stage> {
  const redis = await startDrillRedis();
  const links = await Promise.all(PLACES.map(() => startProxy(redis.port)));
  const balancerPort = await freePort();
  const front = await startProxy(balancerPort);
  return {
    stores: links.map(({ port }) => ({ redisUrl: `redis://127.0.0.1:${port}` })),
    front: { url: `http://localhost:${front.port}`, balancerPort },
    faults: faultsOf({ redis, front, links }),
    stop: async () => {
      for (const proxy of [front, ...links]) proxy.close();
      await redis.stop();
    },
  };
}

export const overBadLinks: OpenStage = () =>
  open(({ front, links }) => [...linkFaults(links), ...frontFaults(front)]);

/** One crowd for the quick drill. */
export const quickly: OpenStage = () =>
  open(({ redis, front }) => {
    const { secondLost, outOfMemory, allLost } = redisFaults(redis);
    const ofRedis = [secondLost, allLost, outOfMemory];
    const ofNodes = [nodeKilled, nodeFrozen(8_000)];
    return [...ofRedis, ...ofNodes, silentGap(front), allConnectionsCut, rollingRestart, clientFloods];
  });

/** The fault by which plain Socket.IO loses messages every time. */
export const quicklyPlain: OpenStage = () => open(() => [nodeKilled]);
