import { describe, expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import { topOf } from '@/lib/chat/timeline/timeline';
import { delta, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { failed, pageOf } from '@/lib/client/testing/fakes-for-tests';

async function setUpDraining() {
  const parts = await setUpJoined();
  const { node, otherNode, chat } = parts;
  const statuses: string[] = [];
  chat.room.store.subscribe(({ connection }) => statuses.push(connection.status));
  otherNode.answers['room:join'] = () => delta(4, 5);
  node.listener?.heard('node:draining');
  const arrive = async () => {
    otherNode.opensSession('me', 'Ada', 'node-2');
    await parts.environment.pass(0);
  };
  return { ...parts, statuses, arrive };
}

describe('a node that is about to end', () => {
  it('[R4] is left once another has been joined with the position, without anybody noticing', async () => {
    const { node, otherNode, state, notices, statuses, arrive } = await setUpDraining();
    expect(otherNode.connects).toBe(1);
    expect(node.isClosed).toBe(false);
    await arrive();
    expect(otherNode.payloadsOf('room:join')).toEqual([{ room: 'lobby', position: { epoch: 1, seq: 3 } }]);
    expect(node.isClosed).toBe(true);
    node.lose();
    expect(state().session?.node).toBe('node-2');
    expect(topOf(state().timeline)).toBe(5);
    expect(notices()).toEqual([{ kind: 'entered' }]);
    expect(new Set(statuses)).toEqual(new Set(['connected']));
  });

  it('[R4] carries the chat until then, and what both connections bring is shown once', async () => {
    const { node, otherNode, environment, state, arrive } = await setUpDraining();
    let answer = (_: ReturnType<typeof delta>) => {};
    otherNode.answers['room:join'] = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await arrive();
    node.listener?.heard('room:entries', pageOf(4, 5));
    otherNode.listener?.heard('room:entries', pageOf(5, 6));
    await environment.pass(0);
    expect(topOf(state().timeline)).toBe(5);
    answer(delta(4, 4));
    await environment.pass(0);
    node.listener?.heard('room:entries', pageOf(9, 9));
    await environment.pass(0);
    expect(state().timeline.entries.map(({ id }) => id)).toEqual(pageOf(1, 6).entries.map(({ id }) => id));
    expect(node.payloadsOf('room:join')).toHaveLength(1);
  });

  it('[R4] announces once who comes while both connections are open', async () => {
    const { node, otherNode, environment, state, notices, arrive } = await setUpDraining();
    let answer = (_: ReturnType<typeof delta>) => {};
    otherNode.answers['room:join'] = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await arrive();
    const change = { room: 'lobby', count: 1, joined: [{ id: 'ben', name: 'Ben' }], left: [], renamed: [] };
    node.listener?.heard('presence:changed', change);
    otherNode.listener?.heard('presence:changed', change);
    answer(delta(4, 4));
    await environment.pass(0);
    expect(node.isClosed).toBe(true);
    expect(notices()).toEqual([{ kind: 'entered' }, { kind: 'joined', name: 'Ben' }]);
    expect(state().present.members).toEqual([{ id: 'ben', name: 'Ben' }]);
  });

  it('[R4] answers its open requests; those it does not answer go to the other under the same key', async () => {
    const { chat, node, otherNode, environment, state, arrive } = await setUpDraining();
    let answer = (_: ReturnType<typeof failed>) => {};
    node.answers['message:send'] = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    otherNode.answers['message:send'] = ({ key }) => ({
      ok: true,
      data: { id: `me:${key}`, position: { epoch: 1, seq: 6 } },
    });
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(0);
    await arrive();
    answer(failed('unanswered'));
    await environment.pass(1_000);
    expect(otherNode.payloadsOf('message:send')).toEqual(node.payloadsOf('message:send'));
    expect(state().timeline.pending).toMatchObject([{ text: 'hello', state: 'sent' }]);
  });

  it('[R4] is kept while no other lets us join, and another is tried', async () => {
    const { node, otherNode, environment, state, arrive } = await setUpDraining();
    otherNode.answers['room:join'] = () => failed('store_unavailable');
    await arrive();
    expect(node.isClosed).toBe(false);
    await environment.pass(2_000);
    expect(otherNode.connects).toBeGreaterThan(1);
    otherNode.answers['room:join'] = () => delta(4, 4);
    await arrive();
    expect(node.isClosed).toBe(true);
    expect(state().connection.status).toBe('connected');
  });

  it('[R4] is kept by a page that is too old for the others', async () => {
    const { node, otherNode, state } = await setUpDraining();
    otherNode.listener?.turnedAway(reportOf('outdated_page'));
    expect(otherNode.isClosed).toBe(true);
    expect(node.isClosed).toBe(false);
    expect(state().connection.status).toBe('connected');
  });

  it('[R4] that ends before another was reached is an ordinary loss, and the other is taken when it answers', async () => {
    const { node, otherNode, state, arrive } = await setUpDraining();
    node.lose();
    expect(otherNode.isClosed).toBe(false);
    expect(state().connection.status).toBe('reconnecting');
    await arrive();
    expect(state().connection.status).toBe('connected');
    expect(topOf(state().timeline)).toBe(5);
  });

  it('[R4] a page that moved can come back and move again like any other', async () => {
    const { otherNode, environment, state, arrive } = await setUpDraining();
    await arrive();
    otherNode.lose();
    expect(state().connection.status).toBe('reconnecting');
    otherNode.answers['room:join'] = () => delta(6, 7);
    await environment.pass(300);
    await arrive();
    await environment.pass(0);
    expect(state().connection.status).toBe('connected');
    expect(topOf(state().timeline)).toBe(7);
  });

  it('[R4] a name that is set while the page moves is told to the other node', async () => {
    const { chat, otherNode, arrive } = await setUpDraining();
    otherNode.answers['name:set'] = ({ name }) => ({ ok: true, data: { name } });
    expect(await chat.naming.set('Ada Lovelace')).toBeNull();
    await arrive();
    expect(otherNode.payloadsOf('name:set')).toEqual([{ name: 'Ada Lovelace' }]);
  });
});

it('[R6] a page whose clock is set back tries as soon as it would have', async () => {
  const { node, otherNode, environment, state } = await setUpJoined();
  await environment.pass(1_000);
  environment.setBack(60 * 60 * 1_000);
  node.lose();
  const before = node.connects + otherNode.connects;
  await environment.pass(2_000);
  environment.setBack(60 * 60 * 1_000);
  await environment.pass(8_000);
  expect(node.connects + otherNode.connects).toBeGreaterThan(before + 1);
  node.opensSession();
  otherNode.opensSession();
  await environment.pass(1_000);
  expect(state().connection.status).toBe('connected');
});
