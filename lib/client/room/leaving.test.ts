import { describe, expect, it } from 'vitest';
import type { Result } from '@/lib/chat/errors';
import type { Joined } from '@/lib/chat/events/session';
import type { RoomInfo } from '@/lib/chat/room';
import { joined, pageIn, plans, setUpTwoRooms } from '@/lib/client/testing/chat-for-tests';
import { failed } from '@/lib/client/testing/fakes-for-tests';

describe('a room that the member leaves', () => {
  it('[M8] a member who goes back to a room they left joins it again', async () => {
    const { node, environment, chat } = await setUpTwoRooms();
    node.answers['my-rooms:remove'] = () => ({ ok: true, data: null });
    chat.show('plans');
    await chat.actions.leave('plans');
    chat.show('lobby');
    node.answers['room:join'] = () => failed('room_unknown');
    chat.show('plans');
    await environment.pass(0);
    expect(chat.room.store.getState()).toMatchObject({ isMissing: true, room: null });
  });

  it('[M8] a room that the member left stays until what they wrote there is sent', async () => {
    const { node, environment, chat } = await setUpTwoRooms();
    node.answers['message:send'] = () => new Promise(() => {});
    chat.show('plans');
    chat.room.sending.send({ text: 'on its way' });
    node.listener?.heard('my-rooms:removed', { room: 'plans' });
    chat.show('lobby');
    await environment.pass(0);
    chat.show('plans');
    expect(chat.room.store.getState().timeline.pending).toMatchObject([{ text: 'on its way' }]);
    expect(node.payloadsOf('room:leave')).toEqual([]);
  });

  it('[M8] a room that the member left stays until their deletions there are done', async () => {
    const { node, environment, chat } = await setUpTwoRooms();
    node.answers['message:delete'] = () => ({ ok: true, data: null });
    chat.show('plans');
    chat.room.deleting.delete('m:1');
    node.listener?.heard('my-rooms:removed', { room: 'plans' });
    chat.show('lobby');
    expect(node.payloadsOf('room:leave')).toEqual([]);
    await environment.pass(10_000);
    expect(node.payloadsOf('message:delete')).toEqual([{ room: 'plans', id: 'm:1' }]);
    chat.show('lobby');
    expect(node.payloadsOf('room:leave')).toEqual([{ room: 'plans' }]);
  });

  it('[M11] the answer of a room that was left meanwhile says nothing about the connection', async () => {
    const { node, environment } = await setUpTwoRooms();
    const before = node.connects;
    let answer = (_: Result<Joined>) => {};
    node.answers['room:join'] = () => new Promise((resolve) => (answer = resolve));
    node.listener?.heard('my-rooms:added', { room: { ...plans, id: 'more' } });
    node.listener?.heard('my-rooms:removed', { room: 'more' });
    answer(failed('unanswered'));
    await environment.pass(0);
    expect(node.payloadsOf('room:leave')).toEqual([{ room: 'more' }]);
    expect(node.connects).toBe(before);
  });

  it('[M11] a room that is left while another node lets the page in is left there as well', async () => {
    const { node, otherNode, environment } = await setUpTwoRooms();
    let answer = (_: Result<Joined>) => {};
    const letIn = otherNode.answers['room:join'];
    otherNode.answers['room:join'] = (asked) =>
      asked.room === 'lobby' ? new Promise((resolve) => (answer = resolve)) : (letIn?.(asked) ?? joined);
    otherNode.answers['my-rooms:list'] = () => ({ ok: true, data: { rooms: [] } });
    node.listener?.heard('node:draining');
    otherNode.opensSession('me', 'Ada', 'node-2');
    await environment.pass(0);
    node.listener?.heard('my-rooms:removed', { room: 'plans' });
    answer(joined);
    await environment.pass(0);
    expect(node.isClosed).toBe(true);
    expect(otherNode.payloadsOf('room:leave')).toEqual([{ room: 'plans' }]);
  });

  it('[M11] a room that is left and reopened while another node lets the page in is joined again there', async () => {
    const { node, otherNode, environment, chat } = await setUpTwoRooms();
    const answers: ((result: Result<Joined>) => void)[] = [];
    otherNode.answers['room:join'] = () => new Promise((resolve) => answers.push(resolve));
    otherNode.answers['my-rooms:list'] = () => ({ ok: true, data: { rooms: [] } });
    node.listener?.heard('node:draining');
    otherNode.opensSession('me', 'Ada', 'node-2');
    await environment.pass(0);
    node.listener?.heard('my-rooms:removed', { room: 'plans' });
    node.answers['room:join'] = () => new Promise(() => {});
    chat.show('plans');
    const nothingNew: Joined = {
      ...joined.data,
      room: plans,
      catchUp: { kind: 'delta', ...pageIn('plans', 4, 3) },
    };
    answers[0]?.(joined);
    answers[1]?.({ ok: true, data: nothingNew });
    await environment.pass(0);
    expect(otherNode.payloadsOf('room:join').at(-1)).toEqual({ room: 'plans', position: null });
    expect(otherNode.payloadsOf('room:leave')).toEqual([]);
  });

  it('[M11] the request to leave goes out after any open request to follow', async () => {
    const { node, environment, chat } = await setUpTwoRooms();
    const more = { ...plans, id: 'more' };
    let answer = (_: Result<{ room: RoomInfo }>) => {};
    node.answers['my-rooms:add'] = () => new Promise((resolve) => (answer = resolve));
    node.answers['my-rooms:remove'] = () => ({ ok: true, data: null });
    chat.show('more');
    await environment.pass(0);
    const leaving = chat.actions.leave('more');
    await environment.pass(0);
    expect(node.payloadsOf('my-rooms:remove')).toEqual([]);
    answer({ ok: true, data: { room: more } });
    await leaving;
    expect(node.payloadsOf('my-rooms:remove')).toEqual([{ room: 'more' }]);
    expect(chat.room.store.getState().rooms).toEqual([plans]);
  });
});
