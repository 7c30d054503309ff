import { describe, expect, it } from 'vitest';
import { reportOf } from '../chat/errors';
import { topOf } from '../chat/timeline';
import { delta, setUpJoined } from './chat-for-tests';
import { FakeEnvironment, failed, pageOf } from './fakes-for-tests';
import { createLiveness } from './liveness';

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
    otherNode.welcome('me', 'Ada', 'node-2');
    await parts.environment.pass(0);
  };
  return { ...parts, statuses, isLeft, arrive };
}

describe('liveness', () => {
  it('[R6] a silent node is asked, and kept if it answers', async () => {
    const { node, environment, state } = await setUpJoined();
    const connects = node.connects;
    await environment.pass(60_000);
    expect(node.payloadsOf('node:ping').length).toBeGreaterThan(20);
    expect(node.connects).toBe(connects);
    expect(state().connection.status).toBe('connected');
  });

  it('[R6] a node that is heard of is not asked', async () => {
    const { node, environment } = await setUpJoined();
    for (let seq = 4; seq < 20; seq += 1) {
      await environment.pass(1_000);
      node.listener?.entriesCame(pageOf(seq, seq));
    }
    expect(node.payloadsOf('node:ping')).toEqual([]);
  });

  it('[R6] a node that freezes is left for another within five seconds, and nobody sees it', async () => {
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

  it('[R6] while no other is found it shows, and the other is taken when it is', async () => {
    const { node, otherNode, environment, chat, state, arrive } = await setUpFrozen();
    await environment.pass(4_500);
    expect(state().connection.status).toBe('reconnecting');
    expect(otherNode.connects).toBe(6);
    node.listener?.entriesCame(pageOf(4, 4));
    expect(topOf(state().timeline)).toBe(3);
    chat.room.sending.send('patience');
    otherNode.answers['message:send'] = ({ key }) => ({
      ok: true,
      data: { id: `me:${key}`, position: { epoch: 1, seq: 6 } },
    });
    await arrive();
    expect(state().connection.status).toBe('connected');
    expect(topOf(state().timeline)).toBe(5);
    expect(state().timeline.pending).toMatchObject([{ text: 'patience', state: 'sent' }]);
  });

  it('[R6] what a dead node was asked, the other is asked at once, under the same key', async () => {
    const { node, otherNode, environment, chat, arrive } = await setUpFrozen();
    node.answers['message:send'] = never;
    otherNode.answers['message:send'] = ({ key }) => ({
      ok: true,
      data: { id: `me:${key}`, position: { epoch: 1, seq: 6 } },
    });
    chat.room.sending.send('hello');
    await environment.pass(3_000);
    await arrive();
    await environment.pass(1_000);
    expect(node.isClosed).toBe(true);
    expect(otherNode.payloadsOf('message:send')).toEqual(node.payloadsOf('message:send'));
  });

  it('[R6] a page too old for the others comes back to the first, and hears so', async () => {
    const { node, otherNode, environment, isLeft } = await setUpFrozen();
    await environment.pass(4_500);
    expect(isLeft()).toBe(false);
    otherNode.listener?.turnedAway(reportOf('outdated_page'));
    expect(isLeft()).toBe(true);
    expect(node.isClosed).toBe(false);
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
    node.listener?.entriesCame(pageOf(4, 4));
    expect(otherNode.isClosed).toBe(true);
    await arrive();
    expect(isLeft()).toBe(false);
    expect(state().session?.node).toBe('node-1');
  });

  it('[R6] a node that does not know the question lives', async () => {
    const { node, otherNode, environment, isLeft } = await setUpFrozen();
    node.answers['node:ping'] = () => failed('bad_request');
    await environment.pass(20_000);
    expect(isLeft() || otherNode.connects > 0).toBe(false);
  });

  it('[R6] where answers take long, they are awaited longer', async () => {
    const environment = new FakeEnvironment();
    let delay = 1_800;
    let [suspicions, deaths] = [0, 0];
    const liveness = createLiveness({
      environment,
      isConnected: () => true,
      ask: () =>
        new Promise((resolve) => {
          environment.after(delay, () => {
            liveness.heard();
            resolve(true);
          });
        }),
      suspected: () => {
        suspicions += 1;
      },
      dead: () => {
        deaths += 1;
      },
    });
    liveness.check();
    await environment.pass(5_000);
    delay = 3_000;
    liveness.check();
    await environment.pass(5_000);
    expect([suspicions, deaths]).toEqual([2, 0]);
    delay = 1_500;
    liveness.check();
    await environment.pass(5_000);
    expect([suspicions, deaths]).toEqual([2, 0]);
    delay = 20_000;
    liveness.check();
    await environment.pass(10_000);
    expect(deaths).toBe(1);
  });

  it('[R7] a hidden page asks nothing and leaves nobody', async () => {
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
