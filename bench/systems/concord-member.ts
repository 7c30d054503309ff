import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { numberOf, textOf } from '@/bench/message-text';
import type { Entry, Position } from '@/lib/chat/entry';
import type { Result } from '@/lib/chat/errors';
import type { Joined } from '@/lib/chat/events/session';
import type { Frame } from '@/lib/chat/frame';
import { CHAT_NAMESPACE, LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import type { Arrival, Participant } from './chat-system';
import { PacketReader } from './packet-reader';
import { RawSocket } from './raw-socket';

const ENTRIES = `42${CHAT_NAMESPACE},["room:entries",`;
const OPENED = `42${CHAT_NAMESPACE},["session:opened",`;

/** The same as in lib/client/room/room-follower.ts. */
const RETRY_MS = 1_000;

/** A member of Concord in the lobby, without a page. */
export interface ConcordMember extends Participant {
  /** The position of the last entry that it was shown. */
  position(): Position;
  /** What it was told on joining. */
  readonly joined: Joined;
}

/** What somebody is shown of a packet. */
interface Shown {
  readonly numbers: readonly number[];
  readonly position: Position;
}

/** A way into the lobby of any node. */
export function createEntrance(): (url: string, arrival: Arrival) => Promise<ConcordMember> {
  const reader = new PacketReader((packet) => {
    const [, frame] = JSON.parse(packet.slice(packet.indexOf('['))) as [string, Frame];
    return shownIn(frame);
  });
  return (url, arrival) => enterLobby(url, arrival, reader);
}

async function enterLobby(
  url: string,
  { name, heard, lost, after }: Arrival,
  reader: PacketReader<Shown>,
): Promise<ConcordMember> {
  let position = after === undefined ? null : (after as ConcordMember).position();
  const isComingBack = position !== null;
  const take = (shown: Shown) => {
    position = shown.position;
    heard(shown.numbers);
  };
  // What arrives while the node is being asked comes after its answer.
  let held: Shown[] | null = [];
  const hear = (shown: Shown) => {
    if (held === null) take(shown);
    else held.push(shown);
  };
  const who = { name, cookie: after?.socket.cookie };
  const socket = await openSocket(url, who, lost, (packet) => hear(reader.read(packet)));
  const joined = await join(socket, position);
  const { catchUp } = joined;
  // Messages from before somebody came were not delivered to them.
  take({ ...shownIn(catchUp), ...(isComingBack ? {} : { numbers: [] }) });
  for (const shown of held) take(shown);
  held = null;
  return {
    socket,
    joined,
    position: () => position as Position,
    say: async (number) => {
      await askFor(socket, 'message:send', { room: LOBBY, key: randomUUID(), text: textOf(number) });
    },
    leave: () => socket.close(),
  };
}

/** Asks again a node that is too busy yet, as a page does; the connection stays. */
async function join(socket: RawSocket, position: Position | null): Promise<Joined> {
  for (;;) {
    const answer = (await socket.ask('room:join', { room: LOBBY, position })) as Result<Joined>;
    if (answer.ok) return answer.data;
    if (!answer.error.retryable) throw new Error(`The node refused to let it in: ${answer.error.message}`);
    await pause(RETRY_MS * (0.5 + Math.random()));
  }
}

/** Resolves once the node has said who the member is. */
async function openSocket(
  url: string,
  { name, cookie }: { readonly name: string; readonly cookie: string | undefined },
  lost: (() => void) | undefined,
  entriesCame: (packet: Buffer) => void,
): Promise<RawSocket> {
  const { promise: isOpened, resolve: opened, reject } = withResolvers();
  const socket = await RawSocket.open({
    url,
    namespace: CHAT_NAMESPACE,
    auth: { version: PROTOCOL_VERSION, name },
    cookie,
    lost: () => {
      reject(new Error('The node disconnected before it said who it is.'));
      lost?.();
    },
    heard: (packet) => {
      const start = packet.toString('latin1', 0, ENTRIES.length);
      if (start === ENTRIES) entriesCame(packet);
      else if (packet.toString('latin1', 0, OPENED.length) === OPENED) opened();
    },
  });
  await isOpened;
  return socket;
}

function withResolvers() {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  promise.catch(() => {}); // Whoever awaits it gets the error.
  return { promise, resolve, reject };
}

/** Returns the node's answer. @throws Error with its message if it refuses */
export async function askFor<T>(socket: RawSocket, event: string, payload: object): Promise<T> {
  const answer = (await socket.ask(event, payload)) as Result<T>;
  if (!answer.ok) throw new Error(`The node refused ${event}: ${answer.error.message}`);
  return answer.data;
}

const shownIn = ({ epoch, from, entries }: Frame): Shown => ({
  numbers: numbersIn(entries),
  position: { epoch, seq: from + entries.length - 1 },
});

export const numbersIn = (entries: readonly Entry[]): number[] =>
  entries.flatMap((entry) => (entry.kind === 'posted' && !entry.isDeleted ? [numberOf(entry.text)] : []));
