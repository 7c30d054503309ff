import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { CHAT_NAMESPACE, LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import type { Fault } from './fault';

const FLOOD_MS = 5_000;
const MESSAGES_PER_SECOND = 10_000;
const TICK_MS = 10;
/** Twice what is due per tick: enough to catch up, without keeping the drill itself from hearing its talkers. */
const AT_ONCE = 200;
/** A client that was disconnected and comes back as fast as it can would wait this long. */
const COME_BACK_MS = 50;

export const clientFloods: Fault = {
  name: 'a client floods',
  isInvisible: true,
  story: `Somebody tries ${MESSAGES_PER_SECOND.toLocaleString('en')} messages a second in the lobby for ${FLOOD_MS / 1_000} s, and comes back at once whenever they are let go.`,
  strike: async (cluster) => {
    const begin = performance.now();
    const nextDue = countDue(begin);
    for (let visit = 1; performance.now() < begin + FLOOD_MS; visit += 1) {
      await flood(cluster.url, `Flooder ${visit}`, nextDue, begin + FLOOD_MS);
      await pause(COME_BACK_MS);
    }
  },
};

/** Returns the numbers of the messages that are due; what was due without a connection comes with the next one. */
function countDue(begin: number): () => number | null {
  let count = 0;
  return () => {
    const due = (Math.min(performance.now() - begin, FLOOD_MS) * MESSAGES_PER_SECOND) / 1_000;
    if (count >= due) return null;
    count += 1;
    return count;
  };
}

/**
 * Floods like a program without manners: a bare WebSocket, and no waiting for answers, until it is disconnected, or until
 * `end`.
 */
async function flood(url: string, name: string, nextDue: () => number | null, end: number): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  socket.on('error', () => {}); // 'close' follows.
  const closed = once(socket, 'close');
  socket.on('message', (packet) => {
    const text = String(packet);
    if (text.startsWith('0'))
      socket.send(`40${CHAT_NAMESPACE},${JSON.stringify({ version: PROTOCOL_VERSION, name })}`);
    if (text.startsWith(`40${CHAT_NAMESPACE}`)) socket.send(request(0, 'room:join', { room: LOBBY }));
    if (text.startsWith(`43${CHAT_NAMESPACE},0`)) pour(socket, nextDue);
  });
  await Promise.race([closed, pause(end - performance.now())]);
  socket.terminate();
}

function pour(socket: WebSocket, nextDue: () => number | null): void {
  const timer = setInterval(() => {
    for (let sent = 0; sent < AT_ONCE; sent += 1) {
      if (socket.readyState !== WebSocket.OPEN) return clearInterval(timer);
      const number = nextDue();
      if (number === null) return;
      const key = `flood-${String(number).padStart(6, '0')}`;
      socket.send(request(number, 'message:send', { room: LOBBY, key, text: `flood ${number}` }));
    }
  }, TICK_MS);
}

const request = (id: number, event: string, payload: object): string =>
  `42${CHAT_NAMESPACE},${id}${JSON.stringify([event, payload])}`;
