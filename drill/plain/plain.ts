import { join } from 'node:path';
import type { NodeOptions, RunningNode } from '@/scripts/cluster/start-node';
import { startProcess } from '@/scripts/cluster/start-process';
import { answersWell, untilReady } from '@/scripts/cluster/until-ready';
import type { System } from '../system';
import { openPlainTalker } from './plain-talker';

const ROOT = join(import.meta.dirname, '../..');

const plain = (name: string, adapter: 'pub/sub' | 'streams'): System => ({
  name,
  env: { ADAPTER: adapter },
  startNode: startPlainNode,
  open: openPlainTalker,
  openBrowser: null,
  hasHistory: false,
  close: async () => {},
});

/** What one would build with Socket.IO's own means. */
export const PLAIN_SYSTEMS: readonly System[] = [
  plain('Socket.IO with redis-adapter', 'pub/sub'),
  plain('Socket.IO with redis-streams-adapter and connection state recovery', 'streams'),
];

async function startPlainNode({ id, port, store, env, onLine }: NodeOptions): Promise<RunningNode> {
  const url = `http://127.0.0.1:${port}`;
  const redisUrl = 'redisUrl' in store ? store.redisUrl : '';
  const running = await startProcess({
    name: id,
    command: process.execPath,
    args: ['--import', 'tsx', 'drill/plain/plain-node.ts'],
    cwd: ROOT,
    env: { ...process.env, REDIS_URL: redisUrl, PORT: String(port), ...env },
    onLine,
  });
  await untilReady(running, () => answersWell(url));
  return { ...running, id, port, url };
}
