import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault';

const AWAY_MS = 2_000;

export const balancerReloaded: Fault = {
  name: 'nginx reloaded',
  isInvisible: true,
  story: 'nginx gets SIGHUP and reads its configuration again.',
  strike: (cluster) => cluster.balancer.reload(cluster.nodes.map((node) => node.port)),
};

export const allConnectionsCut: Fault = {
  name: 'all connections cut',
  story: `nginx gets SIGKILL with all its connections and is started again ${AWAY_MS / 1_000} s later.`,
  strike: async (cluster) => {
    await cluster.balancer.kill();
    await pause(AWAY_MS);
    await cluster.restartBalancer();
  },
};
