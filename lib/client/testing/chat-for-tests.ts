import type { RoomInfo } from '@/lib/chat/room';
import { Chat } from '@/lib/client/chat';
import type { OpenWire } from '@/lib/client/wire/wire';
import { FakeEnvironment, FakeNode, lobby, nobodyPresent, pageOf } from './fakes-for-tests';

/** The answer to joining a room with three entries. */
export const joined = {
  ok: true,
  data: { room: lobby, catchUp: { kind: 'reset', ...pageOf(1, 3) }, present: nobodyPresent },
} as const;
export const delta = (from: number, to: number) =>
  ({
    ok: true,
    data: { room: lobby, catchUp: { kind: 'delta', ...pageOf(from, to) }, present: nobodyPresent },
  }) as const;

/** A started chat, and a node that does not know it yet. */
interface Page {
  readonly remembered?: string;
  readonly environment?: FakeEnvironment;
}

export async function setUp({ remembered, environment = new FakeEnvironment() }: Page = {}) {
  if (remembered) environment.write('concord:name', remembered);
  const [node, otherNode] = [new FakeNode(), new FakeNode()];
  for (const { answers } of [node, otherNode]) answers['node:ping'] = () => ({ ok: true, data: null });
  node.answers['room:join'] = () => joined;
  for (const { answers } of [node, otherNode])
    answers['my-rooms:list'] = () => ({ ok: true, data: { rooms: [] } });
  node.answers['name:set'] = ({ name }) => ({ ok: true, data: { name } });
  let seq = 3;
  node.answers['message:send'] = ({ key }) => {
    seq += 1;
    return { ok: true, data: { id: `me:${key}`, position: { epoch: 1, seq } } };
  };
  let latest = node;
  /** Goes to the other node while this one has a session; otherwise back to where the page was. */
  const open: OpenWire = (...args) => {
    if (node.hasSession) latest = otherNode;
    return latest.open(...args);
  };
  const chat = new Chat(open, environment);
  const stop = chat.start();
  await environment.pass(0);
  const state = () => chat.room.store.getState();
  const notices = () => state().timeline.notices.map(({ id: _, at: __, after: ___, ...content }) => content);
  return { chat, environment, node, otherNode, state, notices, stop };
}

/** A chat in the middle of a session. */
export async function setUpJoined(options: { remembered?: string } = { remembered: 'Ada' }) {
  const parts = await setUp(options);
  parts.node.opensSession();
  await parts.environment.pass(0);
  return parts;
}

export const plans: RoomInfo = { id: 'plans', kind: 'open', title: 'Plans', topic: '' };
export const pageIn = (room: string, from: number, to: number) => ({ ...pageOf(from, to), room });

/** A chat of a member with one room besides the lobby; both rooms have three entries. */
export async function setUpTwoRooms() {
  const parts = await setUp({ remembered: 'Ada' });
  const { node, otherNode, environment } = parts;
  for (const { answers } of [node, otherNode]) {
    answers['my-rooms:list'] = () => ({ ok: true, data: { rooms: [plans] } });
    answers['my-rooms:add'] = () => ({ ok: true, data: { room: plans } });
    answers['room:leave'] = () => ({ ok: true, data: null });
    answers['room:join'] = ({ room }) =>
      room === 'lobby'
        ? joined
        : {
            ok: true,
            data: { ...joined.data, room: plans, catchUp: { kind: 'reset', ...pageIn(room, 1, 3) } },
          };
  }
  node.opensSession();
  await environment.pass(0);
  return parts;
}
