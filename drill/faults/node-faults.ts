import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault';

const AWAY_MS = 4_000;

export const nodeKilled: Fault = {
  name: 'node killed',
  story: `A node gets SIGKILL and is started again ${AWAY_MS / 1_000} s later.`,
  strike: async (cluster) => {
    await cluster.node(0).kill();
    await pause(AWAY_MS);
    await cluster.restartNode(0);
  },
};

export const nodeFrozen = (ms: number): Fault => ({
  name: `node frozen for ${ms / 1_000} s`,
  story: `A node gets SIGSTOP, and SIGCONT ${ms / 1_000} s later: its connections stay open and say nothing.`,
  strike: async (cluster) => {
    const { process } = cluster.node(1);
    process.kill('SIGSTOP');
    await pause(ms);
    process.kill('SIGCONT');
  },
});

export const rollingRestart: Fault = {
  name: 'rolling restart',
  isInvisible: true,
  story: 'Each node in turn gets SIGTERM, ends when it has drained, and is started again.',
  strike: async (cluster) => {
    for (const place of cluster.nodes.keys()) {
      await cluster.node(place).stop();
      await cluster.restartNode(place);
    }
  },
};
