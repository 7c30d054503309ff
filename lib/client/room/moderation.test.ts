import { describe, expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import { joined, setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { failed } from '@/lib/client/testing/fakes-for-tests';

const bob = { id: 'bob', name: 'Bob' };

describe('[O3] a member who is removed from a room', () => {
  it('sees by whom, and stays out until they ask to come back, whatever the connection does', async () => {
    const { node, environment, state, chat } = await setUpJoined();
    node.listener?.heard('room:removed', { room: 'lobby', by: bob, isBanned: false });
    expect(state()).toMatchObject({ removal: { by: bob, isBanned: false }, present: { count: 0 } });
    node.lose();
    await environment.pass(300);
    node.opensSession();
    await environment.pass(5_000);
    expect(node.payloadsOf('room:join')).toHaveLength(1);
    chat.room.enterAgain();
    await environment.pass(0);
    expect(state().removal).toBeNull();
    expect(node.payloadsOf('room:join')).toHaveLength(2);
  });

  it('comes back by an invite link', async () => {
    const { node, environment, state, chat } = await setUpJoined();
    const room = { id: 'private-1', kind: 'private', title: 'Secret', topic: '' } as const;
    const { data } = joined;
    node.answers['room:join'] = ({ room: id }) => (id === room.id ? failed('room_unknown') : joined);
    node.answers['my-rooms:add'] = () => ({ ok: true, data: { room } });
    node.answers['invite:accept'] = () => {
      node.answers['room:join'] = () => ({ ok: true, data: { ...data, room } });
      return { ok: true, data: { room } };
    };
    chat.show(room.id);
    node.listener?.heard('room:removed', { room: room.id, by: bob, isBanned: false });
    expect(state().removal).not.toBeNull();
    chat.show(room.id, 'the-invite');
    await environment.pass(0);
    expect(node.payloadsOf('invite:accept')).toEqual([{ room: room.id, invite: 'the-invite' }]);
    expect(state()).toMatchObject({ removal: null, room });
  });

  it('sends nothing there meanwhile, and loses nothing', async () => {
    const { node, environment, state, chat } = await setUpJoined();
    node.listener?.heard('room:removed', { room: 'lobby', by: bob, isBanned: false });
    chat.room.sending.send({ text: 'still here' });
    await environment.pass(2_000);
    expect(node.payloadsOf('message:send')).toEqual([]);
    expect(state().timeline.pending).toMatchObject([{ text: 'still here' }]);
    chat.room.enterAgain();
    await environment.pass(0);
    expect(node.payloadsOf('message:send')).toMatchObject([{ text: 'still here' }]);
  });
});

it('[O4] a banned member who follows the invite link of a private room reads that they are banned', async () => {
  const { node, environment, chat } = await setUpJoined();
  node.answers['room:join'] = () => failed('room_unknown');
  node.answers['invite:accept'] = () => ({ ok: false, error: reportOf('banned', { until: 2_000_000 }) });
  chat.show('private-1', 'the-invite');
  await environment.pass(0);
  const { removal, isMissing } = chat.room.store.getState();
  expect(removal).toEqual({ isBanned: true, until: 2_000_000 });
  expect(isMissing).toBe(false);
});

it('[O4] a room the member is banned from says until when, and is asked once per connection', async () => {
  const { node, environment, state } = await setUp({ remembered: 'Ada' });
  node.answers['room:join'] = () => ({ ok: false, error: reportOf('banned', { until: 2_000_000 }) });
  node.opensSession();
  await environment.pass(60_000);
  expect(state().removal).toEqual({ isBanned: true, until: 2_000_000 });
  expect(node.payloadsOf('room:join')).toHaveLength(1);
});

it('[O5] what a muted member writes is refused and kept', async () => {
  const { node, environment, state, chat } = await setUpJoined();
  node.answers['message:send'] = () => failed('muted');
  chat.room.sending.send({ text: 'let me speak' });
  await environment.pass(0);
  expect(state().timeline.pending).toMatchObject([{ text: 'let me speak', state: 'refused' }]);
});

describe('[O10] a token of an administrator', () => {
  it('is sent with every connection of this tab, and kept nowhere else in the browser', async () => {
    const { node, environment, chat, state } = await setUpJoined();
    chat.adminToken.set('secret');
    expect(node.handshake?.()).toMatchObject({ adminToken: 'secret' });
    node.opensSession('me', 'Ada', 'node-1', { isAdmin: true });
    await environment.pass(0);
    expect(state().session?.isAdmin).toBe(true);
    expect([...environment.memory.values()]).not.toContain('secret');
  });

  it('that is refused is forgotten, and the person is told', async () => {
    const { node, environment, chat, state } = await setUpJoined();
    chat.adminToken.set('wrong');
    node.opensSession();
    await environment.pass(0);
    expect(state().isTokenRefused).toBe(true);
    expect(node.handshake?.()).not.toHaveProperty('adminToken');
  });
});
