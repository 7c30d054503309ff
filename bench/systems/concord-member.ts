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

/** As lib/client/room/room-follower.ts has it. */
const RETRY_MS = 1_000;

/** A member of Concord in the lobby, without a page. */
export interface ConcordMember extends Participant {
  /** Of the last entry that it was shown. */
  position(): Position;
  /** What it was told when it came. */
  readonly joined: Joined;
}

/** What is in a packet, as somebody sees it. */
interface Shown {
  readonly numbers: readonly number[];
  readonly position: Position;
}

/** The way into the lobby of any node. */
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
  // What comes while the node is being asked stands behind its answer.
  let held: Shown[] | null = [];
  const hear = (shown: Shown) => {
    if (held === null) take(shown);
    else held.push(shown);
  };
  const who = { name, cookie: after?.socket.cookie };
  const socket = await openSocket(url, who, lost, (packet) => hear(reader.read(packet)));
  const joined = await join(socket, position);
  const { catchUp } = joined;
  // What stood there before somebody came is not what was delivered to them.
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

/** A node that has not the time yet is asked again, as a page does; the connection stays. */
async function join(socket: RawSocket, position: Position | null): Promise<Joined> {
  for (;;) {
    const answer = (await socket.ask('room:join', { room: LOBBY, position })) as Result<Joined>;
    if (answer.ok) return answer.data;
    if (!answer.error.retryable) throw new Error(`The node refused to let it in: ${answer.error.message}`);
    await pause(RETRY_MS * (0.5 + Math.random()));
  }
}

/** Resolves once the node knows who it is, which it says itself. */
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
      reject(new Error('The node went before it said who it is.'));
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
  promise.catch(() => {}); // Whoever waits for it hears of it.
  return { promise, resolve, reject };
}

/** What the node answers with. @throws Error with its own words where it refuses */
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
