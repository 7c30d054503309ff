import { describe, expect, it } from 'vitest';
import { reportOf } from '@/lib/chat/errors';
import { topOf } from '@/lib/chat/timeline/timeline';
import { delta, setUp, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { FakeEnvironment, failed, pageOf } from '@/lib/client/testing/fakes-for-tests';

const never = () => new Promise<never>(() => {});

async function setUpFrozen() {
  const parts = await setUpJoined();
  const { node, otherNode, chat } = parts;
  const statuses: string[] = [];
  chat.room.store.subscribe(({ connection }) => statuses.push(connection.status));
  node.answers['node:ping'] = never;
  otherNode.answers['room:join'] = () => delta(4, 5);
  const connects = node.connects;
  const isLeft = () => node.isClosed || node.connects > connects;
  const arrive = async () => {
    otherNode.opensSession('me', 'Ada', 'node-2');
    await parts.environment.pass(0);
  };
  return { ...parts, statuses, isLeft, arrive };
}

/** The node's answers wait until the test releases them. */
async function setUpHeld() {
  const parts = await setUpFrozen();
  const hold = () => {
    let answer = () => {};
    parts.node.answers['node:ping'] = () =>
      new Promise((resolve) => {
        answer = () => resolve({ ok: true, data: null });
      });
    return () => answer();
  };
  return { ...parts, hold };
}

describe('a node that is silent', () => {
  it('[R6] a silent node is asked, and kept if it answers', async () => {
    const { node, environment, state } = await setUpJoined();
    const connects = node.connects;
    await environment.pass(60_000);
    expect(node.payloadsOf('node:ping').length).toBeGreaterThan(20);
    expect(node.connects).toBe(connects);
    expect(state().connection.status).toBe('connected');
  });

  it('[R6] a node that is heard from is not asked', async () => {
    const { node, environment } = await setUpJoined();
    for (let seq = 4; seq < 20; seq += 1) {
      await environment.pass(1_000);
      node.listener?.heard('room:entries', pageOf(seq, seq));
    }
    expect(node.payloadsOf('node:ping')).toEqual([]);
  });

  it('[R6] is left for another within five seconds, without anybody noticing', async () => {
    const { otherNode, environment, state, statuses, isLeft, arrive } = await setUpFrozen();
    await environment.pass(2_400);
    expect(otherNode.connects).toBe(1);
    expect(isLeft()).toBe(false);
    await arrive();
    expect(isLeft()).toBe(true);
    expect(state().session?.node).toBe('node-2');
    expect(topOf(state().timeline)).toBe(5);
    expect(new Set(statuses)).toEqual(new Set(['connected']));
  });

  it('[R6] shows as trouble while no other is found, and the other is taken once it is', async () => {
    const { node, otherNode, environment, chat, state, arrive } = await setUpFrozen();
    await environment.pass(4_500);
    expect(state().connection.status).toBe('reconnecting');
    expect(otherNode.connects).toBeGreaterThan(3);
    node.listener?.heard('room:entries', pageOf(4, 4));
    expect(topOf(state().timeline)).toBe(3);
    chat.room.sending.send({ text: 'patience' });
    otherNode.answers['message:send'] = ({ key }) => ({
      ok: true,
      data: { id: `me:${key}`, position: { epoch: 1, seq: 6 } },
    });
    await arrive();
    expect(state().connection.status).toBe('connected');
    expect(topOf(state().timeline)).toBe(5);
    expect(state().timeline.pending).toMatchObject([{ text: 'patience', state: 'sent' }]);
  });

  it('[R6] requests to a dead node go to the other at once, under the same key', async () => {
    const { node, otherNode, environment, chat, arrive } = await setUpFrozen();
    node.answers['message:send'] = never;
    otherNode.answers['message:send'] = ({ key }) => ({
      ok: true,
      data: { id: `me:${key}`, position: { epoch: 1, seq: 6 } },
    });
    chat.room.sending.send({ text: 'hello' });
    await environment.pass(3_000);
    await arrive();
    await environment.pass(1_000);
    expect(node.isClosed).toBe(true);
    expect(otherNode.payloadsOf('message:send')).toEqual(node.payloadsOf('message:send'));
  });

  it('[R6] a page too old for the others stays with it, and is told so once it gives it up', async () => {
    const { otherNode, environment, state } = await setUpFrozen();
    await environment.pass(2_400);
    otherNode.listener?.turnedAway(reportOf('outdated_page'));
    expect(otherNode.isClosed).toBe(true);
    expect(state().connection.status).toBe('connected');
    await environment.pass(2_000);
    otherNode.listener?.turnedAway(reportOf('outdated_page'));
    expect(state().connection.status).toBe('outdated');
  });

  it('[R6] is taken back when it answers after it was given up, with what was missed', async () => {
    const { node, otherNode, environment, chat, state, hold } = await setUpHeld();
    const answer = hold();
    await environment.pass(5_000);
    expect(state().connection.status).toBe('reconnecting');
    node.listener?.heard('room:entries', pageOf(4, 4));
    node.listener?.heard('name:changed', { name: 'Countess' });
    chat.room.sending.send({ text: 'patience' });
    node.answers['room:join'] = () => delta(4, 5);
    answer();
    await environment.pass(0);
    expect(state()).toMatchObject({ connection: { status: 'connected' }, name: 'Countess' });
    expect(state().session?.node).toBe('node-1');
    expect(topOf(state().timeline)).toBe(5);
    expect(otherNode.isClosed).toBe(true);
    expect(state().timeline.pending).toMatchObject([{ text: 'patience', state: 'sent' }]);
  });

  it('[R6] may answer in the very instant another was found: the page is connected all the same', async () => {
    const { environment, state, arrive, hold } = await setUpHeld();
    const answer = hold();
    await environment.pass(5_000);
    answer();
    await arrive();
    await environment.pass(60_000);
    expect(state().connection.status).toBe('connected');
  });

  it('[R6] is told a name that was chosen while it was given up', async () => {
    const { node, environment, chat, state, hold } = await setUpHeld();
    const answer = hold();
    await environment.pass(5_000);
    void chat.naming.set('Countess');
    await environment.pass(0);
    answer();
    await environment.pass(2_000);
    expect(node.payloadsOf('name:set')).toEqual([{ name: 'Countess' }]);
    expect(state().name).toBe('Countess');
  });

  it('[R6] that sends news and answers nothing does not hear the page, and is left', async () => {
    const { node, environment, chat, isLeft, arrive } = await setUpFrozen();
    node.answers['message:send'] = () => failed('unanswered');
    chat.room.sending.send({ text: 'hello?' });
    for (let seq = 4; seq < 16; seq += 1) {
      await environment.pass(1_000);
      node.listener?.heard('room:entries', pageOf(seq, seq));
    }
    await arrive();
    expect(isLeft()).toBe(true);
  });

  it('[R6] a page that is seen again asks at once, and looks for another half a second later', async () => {
    const { node, otherNode, environment } = await setUpFrozen();
    environment.change();
    await environment.pass(0);
    expect(node.payloadsOf('node:ping')).toHaveLength(1);
    await environment.pass(500);
    expect(otherNode.connects).toBe(1);
  });

  it('[R6] a node that says anything meanwhile is kept', async () => {
    const { node, otherNode, environment, state, isLeft, arrive } = await setUpFrozen();
    environment.change();
    await environment.pass(1_900);
    node.listener?.heard('room:entries', pageOf(4, 4));
    expect(otherNode.isClosed).toBe(true);
    await arrive();
    expect(isLeft()).toBe(false);
    expect(state().session?.node).toBe('node-1');
  });

  it('[R6] a node that does not know the question is alive', async () => {
    const { node, otherNode, environment, isLeft } = await setUpFrozen();
    node.answers['node:ping'] = () => failed('bad_request');
    await environment.pass(20_000);
    expect(isLeft() || otherNode.connects > 0).toBe(false);
  });

  it.each([
    [2_400, 0],
    [3_200, 0],
    [4_000, 0],
    [10_000, 1],
  ])(
    '[R6] is kept if answers take %i ms, as earlier ones did, while at most %i WebSockets are opened beside it',
    async (tripMs, most) => {
      const environment = new FakeEnvironment();
      environment.fetchedInMs = () => tripMs;
      const { node, otherNode, state } = await setUp({ remembered: 'Ada', environment });
      node.answers['node:ping'] = () =>
        new Promise((resolve) => environment.after(tripMs, () => resolve({ ok: true, data: null })));
      await environment.pass(2 * tripMs);
      node.listener?.reached();
      await environment.pass(tripMs);
      node.opensSession();
      otherNode.transports.length = 0;
      await environment.pass(300_000);
      expect(node.payloadsOf('node:ping').length).toBeGreaterThan(20);
      expect(otherNode.transports.filter((transport) => transport === 'websocket').length).toBe(most);
      expect(state().connection.status).toBe('connected');
    },
  );

  it('[R7] a hidden page asks nothing and leaves no node', async () => {
    const { node, otherNode, environment, isLeft } = await setUpFrozen();
    environment.visible = false;
    await environment.pass(3_600_000);
    expect(isLeft() || otherNode.connects > 0).toBe(false);
    expect(node.payloadsOf('node:ping').length).toBeLessThan(2);
  });

  it('[R7] a page that slept through the answer asks again before it leaves', async () => {
    const { node, environment, isLeft } = await setUpFrozen();
    environment.change();
    await environment.pass(1_000);
    node.answers['node:ping'] = () => ({ ok: true, data: null });
    await environment.sleep(60_000);
    await environment.pass(3_000);
    expect(node.payloadsOf('node:ping').length).toBeGreaterThan(1);
    expect(isLeft()).toBe(false);
  });
});
