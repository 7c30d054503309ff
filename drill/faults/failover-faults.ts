import { setTimeout as pause } from 'node:timers/promises';
import type { RunningSentinels } from '@/scripts/cluster/start-sentinel';
import type { Fault } from './fault';

/** So long the new master is alone, and nothing can be acknowledged that must be on a replica too. */
const ALONE_MS = 1_000;

export const masterKilled = (sentinels: RunningSentinels): Fault => ({
  name: 'Redis master killed, Sentinel',
  story:
    'The master gets SIGKILL; three Sentinels put the replica in its place; the dead one comes back as its replica. The nodes acknowledge what one replica has (REDIS_WAIT_REPLICAS=1).',
  strike: async () => {
    const { port } = await sentinels.master();
    await sentinels.killMaster();
    await sentinels.untilMasterIsNot(port);
    await pause(ALONE_MS);
    await sentinels.revive();
  },
});
