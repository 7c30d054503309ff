import { expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import type { RoomInfo } from '@/lib/chat/room';
import { topOf } from '@/lib/chat/timeline/timeline';
import { joined, setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { FakeEnvironment, failed, pageOf } from '@/lib/client/testing/fakes-for-tests';

const secret: RoomInfo = { id: 'private-1', kind: 'private', title: 'Secret', topic: '' };
const inSecret = {
  ok: true,
  data: { ...joined.data, room: secret, catchUp: { kind: 'reset', ...pageOf(1, 3), room: secret.id } },
} as const;

/** A page whose node admits to a private room whoever has a name and the invite, or is in it already. */
async function setUpPrivate({ environment = new FakeEnvironment(), isIn = false } = {}) {
  const parts = await setUp({ environment });
  const { node } = parts;
  const known = { isNamed: false, isIn };
  node.answers['room:join'] = ({ room }) => {
    if (room !== secret.id) return joined;
    if (!known.isIn) return failed('room_unknown');
    return known.isNamed ? inSecret : failed('name_required');
  };
  node.answers['my-rooms:add'] = () => ({ ok: true, data: { room: secret } });
  node.answers['invite:accept'] = ({ invite }) => {
    if (invite !== 'the-invite') return failed('room_unknown');
    if (!known.isNamed) return failed('name_required');
    known.isIn = true;
    return { ok: true, data: { room: secret } };
  };
  node.answers['name:set'] = ({ name }) => {
    known.isNamed = true;
    return { ok: true, data: { name } };
  };
  node.opensSession('me', null);
  await environment.pass(0);
  return { ...parts, known };
}

it('[M14] a guest without a name who follows an invite to a private room is asked for one, and then is in', async () => {
  const { chat, environment, state } = await setUpPrivate();
  chat.show(secret.id, 'the-invite');
  await environment.pass(0);
  expect(state()).toMatchObject({ withheld: 'name_required', isMissing: false, room: null });
  await environment.pass(60_000);
  expect(await chat.naming.set('Ada')).toBeNull();
  await environment.pass(0);
  expect(state()).toMatchObject({ withheld: null, room: secret });
  expect(topOf(state().timeline)).toBe(3);
});

it('[M14] the invite survives a reload until it has let the member in', async () => {
  const environment = new FakeEnvironment();
  const first = await setUpPrivate({ environment });
  first.chat.show(secret.id, 'the-invite');
  await environment.pass(0);
  first.stop();
  const { chat, state } = await setUpPrivate({ environment });
  chat.show(secret.id);
  await environment.pass(0);
  expect(state().withheld).toBe('name_required');
  await chat.naming.set('Ada');
  await environment.pass(0);
  expect(state()).toMatchObject({ withheld: null, room: secret });
  expect(environment.tabMemory.size).toBe(0);
});

it('[M14] a member of the room who has no name, or loses it, reads nothing there until they have one', async () => {
  const { chat, node, environment, state, known } = await setUpPrivate({ isIn: true });
  chat.show(secret.id);
  await environment.pass(0);
  expect(state()).toMatchObject({ withheld: 'name_required', timeline: { entries: [] } });
  await chat.naming.set('Ada');
  await environment.pass(0);
  expect(state().withheld).toBeNull();
  known.isNamed = false;
  node.listener?.heard('name:changed', { name: null, error: reportOf('name_taken') });
  await environment.pass(0);
  expect(state()).toMatchObject({ withheld: 'name_required', name: null });
  const before = node.payloadsOf('room:join').length;
  await environment.pass(60_000);
  expect(node.payloadsOf('room:join')).toHaveLength(before);
  await chat.naming.set('Bob');
  await environment.pass(0);
  expect(state().withheld).toBeNull();
});

it('[M14] a node that hears the name only after it has refused is asked again', async () => {
  const { chat, node, environment, state, known } = await setUpPrivate({ isIn: true });
  await chat.naming.set('Ada');
  known.isNamed = false;
  chat.show(secret.id);
  await environment.pass(0);
  expect(state().withheld).toBe('name_required');
  known.isNamed = true;
  await environment.pass(2_000);
  expect(state()).toMatchObject({ withheld: null, room: secret });
  expect(node.payloadsOf('room:join').length).toBeLessThan(6);
});

it('[M14] a guest who may only read is told that this room is not for them', async () => {
  const { chat, node, environment, state } = await setUpPrivate();
  node.answers['invite:accept'] = () => failed('guests_refused');
  chat.show(secret.id, 'the-invite');
  await environment.pass(0);
  expect(state()).toMatchObject({ withheld: 'guests_refused', isMissing: false });
});

it('[M17] a message that waits for somebody who has blocked its writer is refused, says why, and is kept', async () => {
  const { chat, node, environment, state } = await setUpJoined();
  const members = [
    { id: 'me', name: 'Ada' },
    { id: 'ben', name: 'Ben' },
  ];
  const direct: RoomInfo = { id: 'direct-1', kind: 'direct', title: '', topic: '', members };
  node.answers['room:join'] = ({ room }) =>
    room === direct.id ? { ok: true, data: { ...joined.data, room: direct } } : joined;
  node.answers['message:send'] = () => failed('blocked');
  node.answers['typing:set'] = () => ({ ok: true, data: null });
  chat.show(direct.id);
  await environment.pass(0);
  node.lose();
  chat.room.sending.send({ text: 'written on a train' });
  await environment.pass(300);
  node.opensSession();
  await environment.pass(1_000);
  const refused = { text: 'written on a train', state: 'refused', error: { code: 'blocked' } };
  expect(state().timeline.pending).toMatchObject([refused]);
  expect(node.payloadsOf('message:send')).toHaveLength(1);
  node.listener?.heard('room:changed', { room: { ...direct, blockedBy: ['ben'] } });
  chat.room.typing.typed('anybody?');
  await environment.pass(1_000);
  expect(node.payloadsOf('typing:set')).toEqual([]);
});
