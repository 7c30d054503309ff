import { join } from 'node:path';
import { numberOf, textOf } from '@/bench/message-text';
import { freePort } from '@/scripts/cluster/free-port';
import type { RunningNode } from '@/scripts/cluster/start-node';
import { startProcess } from '@/scripts/cluster/start-process';
import { answersWell, untilReady } from '@/scripts/cluster/until-ready';
import {
  type Arrival,
  type ChatSystem,
  NODES,
  nodeAt,
  type Participant,
  type Reconnection,
  type StartSystem,
} from './chat-system';
import { PacketReader } from './packet-reader';
import { RawSocket } from './raw-socket';

const ROOT = join(import.meta.dirname, '../..');
const ROOM = 'room';

/** The defaults of socket.io-client. */
const RECONNECTION: Reconnection = { delayMs: 1_000, delayMaxMs: 5_000, jitter: 0.5 };

/** The baseline: see plain-node.ts. */
export const startPlain: StartSystem = async (redisUrl, env = {}): Promise<ChatSystem> => {
  const nodes: RunningNode[] = [];
  while (nodes.length < NODES) nodes.push(await startPlainNode(nodes.length, redisUrl, env));
  const reader = new PacketReader(numbersOf);
  return {
    name: 'Socket.IO',
    nodes,
    reconnection: RECONNECTION,
    enter: (arrival) => enterRoom(nodeAt(nodes, arrival.node).url, arrival, reader),
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
};

async function startPlainNode(
  place: number,
  redisUrl: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningNode> {
  const [id, port] = [`plain-${place + 1}`, await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const running = await startProcess({
    name: id,
    command: process.execPath,
    args: ['--import', 'tsx', 'bench/systems/plain-node.ts'],
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', REDIS_URL: redisUrl, PORT: String(port), ...env },
  });
  await untilReady(running, () => answersWell(url));
  return { ...running, id, port, url };
}

async function enterRoom(
  url: string,
  { heard, lost }: Arrival,
  reader: PacketReader<readonly number[]>,
): Promise<Participant> {
  const socket = await RawSocket.open({
    url,
    namespace: '/',
    ...(lost && { lost }),
    heard: (packet) => heard(reader.read(packet)),
  });
  await socket.ask('join', ROOM);
  return {
    socket,
    say: async (number) => void (await socket.ask('say', ROOM, textOf(number))),
    leave: () => socket.close(),
  };
}

function numbersOf(packet: string): number[] {
  const [, text] = JSON.parse(packet.slice(packet.indexOf('['))) as [string, string];
  return [numberOf(text)];
}
