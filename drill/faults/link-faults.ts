import { setTimeout as pause } from 'node:timers/promises';
import { type Delays, HELD, type RunningProxy } from '@/scripts/cluster/start-proxy';
import type { Fault } from './fault';

/** Another region, and another continent. */
const FAR_MS = [30, 100];
const FAR_FOR_MS = 10_000;
/** However far away Redis is, messages arrive a few round trips later. */
const FAR_QUIET_MAX_MS = 4_000;

/** Long enough for a node to notice and to reconnect, in vain. */
const DEAF_MS = 10_000;
/** Long enough for the others to announce that its people have left. */
const ALONE_MS = 20_000;
/** A node that cannot store notices it within some seconds, and its people go to nodes that can. */
const ALONE_QUIET_MAX_MS = 12_000;

/** What happens between the nodes and Redis. Each node has a link of its own. */
export function linkFaults(links: readonly RunningProxy[]): readonly Fault[] {
  const far: Fault = {
    name: 'far Redis',
    story: `Redis is ${FAR_MS.join(', then ')} ms away from all nodes, each way, for ${FAR_FOR_MS / 1_000} s each.`,
    quietMaxMs: FAR_QUIET_MAX_MS,
    strike: async () => {
      for (const ms of FAR_MS) {
        for (const link of links) link.delay({ up: ms, down: ms });
        await pause(FAR_FOR_MS);
      }
      for (const link of links) link.delay({});
    },
  };
  const ofOneNode = (name: string, story: string, delays: Delays, ms: number): Fault => ({
    name,
    story: `${story} for ${ms / 1_000} s, and arrives then. The other nodes are well.`,
    quietMaxMs: ALONE_QUIET_MAX_MS,
    strike: async () => {
      const link = links[1] as RunningProxy;
      link.delay(delays);
      await pause(ms);
      link.delay({});
    },
  });
  return [
    far,
    ofOneNode(
      'a node hears no answers',
      'What Redis says to one node does not arrive',
      { down: HELD },
      DEAF_MS,
    ),
    ofOneNode('a node is not heard', 'What one node says to Redis does not arrive', { up: HELD }, DEAF_MS),
    ofOneNode(
      'a node cut off',
      'Between one node and Redis nothing passes either way',
      { up: HELD, down: HELD },
      ALONE_MS,
    ),
  ];
}
