import { randomUUID } from 'node:crypto';
import type { Frame } from '@/lib/chat/protocol';
import { CHAT_NAMESPACE, LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import { UNLIMITED } from '@/lib/server/unlimited-for-tests';
import { freePort } from '@/scripts/cluster/free-port';
import { type RunningNode, startNode } from '@/scripts/cluster/start-node';
import { type Arrival, type ChatSystem, NODES, type Participant } from './chat-system';
import { PacketReader } from './packet-reader';
import { RawSocket } from './raw-socket';

const ENTRIES = `42${CHAT_NAMESPACE},["room:entries",`;
const OPENED = `42${CHAT_NAMESPACE},["session:opened",`;

/** The product as it is built, with everything on but the limits on what one address may do. */
export async function startConcord(redisUrl: string): Promise<ChatSystem> {
  const env = { ...UNLIMITED, LOG_LEVEL: 'error' };
  const start = async (node: number) =>
    startNode({ id: `node-${node + 1}`, port: await freePort(), store: { redisUrl }, env });
  const nodes: RunningNode[] = [];
  for (let node = 0; node < NODES; node++) nodes.push(await start(node));
  const reader = new PacketReader(NODES, textsOf);
  return {
    name: 'Concord',
    nodes,
    enter: (arrival) => enterLobby(nodeAt(nodes, arrival.node).url, arrival, reader),
    restartNode: async (node) => {
      nodes[node] = await start(node);
    },
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
}

async function enterLobby(
  url: string,
  { name, heard, lost }: Arrival,
  reader: PacketReader<readonly string[]>,
): Promise<Participant> {
  let opened = () => {};
  const isOpened = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const socket = await RawSocket.open({
    url,
    namespace: CHAT_NAMESPACE,
    auth: { version: PROTOCOL_VERSION, name },
    ...(lost && { lost }),
    heard: (packet) => {
      const start = packet.toString('latin1', 0, ENTRIES.length);
      if (start === ENTRIES) heard(reader.read(packet));
      else if (start.startsWith(OPENED)) opened();
    },
  });
  await isOpened;
  await asked(socket.ask('room:join', { room: LOBBY, position: null }));
  return {
    say: async (text) => {
      await asked(socket.ask('message:send', { room: LOBBY, key: randomUUID(), text }));
    },
    leave: () => socket.close(),
  };
}

/** What the node answers with. @throws Error with its own words where it refuses */
export async function asked(answer: Promise<unknown>): Promise<unknown> {
  const result = (await answer) as { ok: boolean; data?: unknown; error?: { message: string } };
  if (!result.ok) throw new Error(`The node refused: ${result.error?.message}`);
  return result.data;
}

export function nodeAt(nodes: readonly RunningNode[], index: number): RunningNode {
  const node = nodes[index % nodes.length];
  if (node === undefined) throw new Error('There is no node.');
  return node;
}

function textsOf(packet: string): readonly string[] {
  const [, { entries }] = JSON.parse(packet.slice(packet.indexOf('['))) as [string, Frame];
  return entries.flatMap((entry) => (entry.kind === 'posted' && !entry.isDeleted ? [entry.text] : []));
}
