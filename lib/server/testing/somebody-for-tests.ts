import type { PayloadOf, RequestName } from '@/lib/chat/events/requests';
import type { Session } from '@/lib/chat/events/session';
import type { Removal } from '@/lib/chat/moderation';
import type { RoomInfo } from '@/lib/chat/room';
import { type ChatClient, connectClient, type NodeForTests } from './node-for-tests';
import { cookieOf, type TwoNodes } from './two-nodes-for-tests';

export interface Somebody {
  readonly socket: ChatClient;
  readonly id: string;
  readonly cookie: string;
  readonly isAdmin: boolean;
  /** The rooms that this connection was told were added to or removed from the member's list. */
  readonly addedRooms: RoomInfo[];
  readonly removedRooms: string[];
  readonly changed: RoomInfo[];
  readonly heard: string[];
  readonly removed: Removal[];
}

interface Coming {
  readonly cookie?: string;
  readonly adminToken?: string;
  /** Where a load balancer says that they come from. */
  readonly address?: string;
}

/** Somebody with an identity, connected to a node. */
export async function come(
  place: TwoNodes,
  node: NodeForTests,
  name: string,
  { cookie, ...more }: Coming = {},
): Promise<Somebody> {
  const identity = cookie ?? (await cookieOf(node));
  const socket = place.opened(connectClient(node.url, { name, cookie: identity, ...more }));
  const [addedRooms, changed]: [RoomInfo[], RoomInfo[]] = [[], []];
  const [removedRooms, heard]: [string[], string[]] = [[], []];
  const removed: Removal[] = [];
  socket.on('my-rooms:added', ({ room }) => void addedRooms.push(room));
  socket.on('room:changed', ({ room }) => void changed.push(room));
  socket.on('my-rooms:removed', ({ room }) => void removedRooms.push(room));
  socket.on('room:removed', (removal) => void removed.push(removal));
  socket.on('room:entries', ({ entries }) =>
    heard.push(...entries.flatMap((entry) => ('text' in entry ? [entry.text] : []))),
  );
  const { member, isAdmin } = await new Promise<Session>((resolve) => socket.once('session:opened', resolve));
  return {
    socket,
    id: member.id,
    cookie: identity,
    isAdmin,
    addedRooms,
    removedRooms,
    changed,
    heard,
    removed,
  };
}

let keys = 0;
export const say = (who: Somebody, room: string, text: string) =>
  ask(who, 'message:send', { room, key: `key-${String(++keys).padStart(8, '0')}`, text });

/** Returns what the node answered; the code if it refused. */
export async function ask<E extends RequestName>(
  { socket }: Somebody,
  event: E,
  payload: PayloadOf<E>,
  // biome-ignore lint/suspicious/noExplicitAny: the answers of all events have one shape, and each test knows its data.
): Promise<any> {
  const answer = await (
    socket as unknown as { emitWithAck(...args: unknown[]): Promise<Answer> }
  ).emitWithAck(event, payload);
  return answer.ok ? answer.data : answer.error.code;
}
type Answer = { ok: true; data: unknown } | { ok: false; error: { code: string } };
