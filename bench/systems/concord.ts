import { UNLIMITED } from '@/lib/server/testing/unlimited-for-tests';
import { freePort } from '@/scripts/cluster/free-port';
import { type RunningNode, startNode } from '@/scripts/cluster/start-node';
import { type ChatSystem, NODES, nodeAt, type Reconnection, type StartSystem } from './chat-system';
import { createEntrance } from './concord-member';

/** The same as in lib/client/wire/quest.ts. */
const RECONNECTION: Reconnection = { delayMs: 300, delayMaxMs: 3_000, jitter: 0.5 };

/** The product as built, with everything on except the limits on one address. */
export const startConcord: StartSystem = async (redisUrl, env = {}): Promise<ChatSystem> => {
  const nodes: RunningNode[] = [];
  while (nodes.length < NODES) {
    nodes.push(
      await startNode({
        id: `node-${nodes.length + 1}`,
        port: await freePort(),
        store: { redisUrl },
        env: { ...UNLIMITED, LOG_LEVEL: 'error', ...env },
      }),
    );
  }
  const enter = createEntrance();
  return {
    name: 'Concord',
    nodes,
    reconnection: RECONNECTION,
    enter: (arrival) => enter(nodeAt(nodes, arrival.node).url, arrival),
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
};
