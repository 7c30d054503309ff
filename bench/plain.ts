import { join } from 'node:path';
import { freePort } from '@/scripts/cluster/free-port';
import type { RunningNode } from '@/scripts/cluster/start-node';
import { startProcess } from '@/scripts/cluster/start-process';
import { answersWell, untilReady } from '@/scripts/cluster/until-ready';
import { type Arrival, type ChatSystem, NODES, type Participant } from './chat-system';
import { nodeAt } from './concord';
import { PacketReader } from './packet-reader';
import { RawSocket } from './raw-socket';

const ROOT = join(import.meta.dirname, '..');
const ROOM = 'room';

export async function startPlain(redisUrl: string): Promise<ChatSystem> {
  const nodes: RunningNode[] = [];
  for (let node = 0; node < NODES; node++) nodes.push(await startPlainNode(node, redisUrl));
  const reader = new PacketReader(NODES, (packet) => [(JSON.parse(packet.slice(2)) as [string, string])[1]]);
  return {
    name: 'Socket.IO',
    nodes,
    enter: (arrival) => enterRoom(nodeAt(nodes, arrival.node).url, arrival, reader),
    restartNode: async (node) => {
      nodes[node] = await startPlainNode(node, redisUrl);
    },
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
}

async function startPlainNode(node: number, redisUrl: string): Promise<RunningNode> {
  const [id, port] = [`plain-${node + 1}`, await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const running = await startProcess({
    name: id,
    command: process.execPath,
    args: ['--import', 'tsx', 'bench/plain-node.ts'],
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', REDIS_URL: redisUrl, PORT: String(port) },
  });
  await untilReady(running, () => answersWell(url));
  return { ...running, id, port, url };
}

async function enterRoom(
  url: string,
  { heard, lost }: Arrival,
  reader: PacketReader<readonly string[]>,
): Promise<Participant> {
  const socket = await RawSocket.open({
    url,
    namespace: '/',
    ...(lost && { lost }),
    heard: (packet) => heard(reader.read(packet)),
  });
  await socket.ask('join', ROOM);
  return {
    say: async (text) => void (await socket.ask('say', ROOM, text)),
    leave: () => socket.close(),
  };
}
