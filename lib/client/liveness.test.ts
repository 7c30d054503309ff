import { describe, expect, it } from 'vitest';
import { setUpJoined } from './chat-for-tests';
import { FakeEnvironment, failed, pageOf } from './fakes-for-tests';
import { createLiveness } from './liveness';

const never = () => new Promise<never>(() => {});

async function setUpFrozen() {
  const parts = await setUpJoined();
  const { node } = parts;
  node.answers['node:ping'] = never;
  const connects = node.connects;
  return { ...parts, reconnects: () => node.connects - connects };
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

  it('[R6] a node that freezes is left within five seconds', async () => {
    const { environment, reconnects } = await setUpFrozen();
    await environment.pass(4_500);
    expect(reconnects()).toBe(1);
  });

  it('[R6] a page that is seen again asks at once, and leaves a dead node within two seconds', async () => {
    const { node, environment, reconnects } = await setUpFrozen();
    environment.change();
    await environment.pass(0);
    expect(node.payloadsOf('node:ping')).toHaveLength(1);
    await environment.pass(2_000);
    expect(reconnects()).toBe(1);
  });

  it('[R6] a node that says anything meanwhile is kept', async () => {
    const { node, environment, reconnects } = await setUpFrozen();
    environment.change();
    await environment.pass(1_900);
    node.listener?.entriesCame(pageOf(4, 4));
    await environment.pass(200);
    expect(reconnects()).toBe(0);
  });

  it('[R6] a node that does not know the question lives', async () => {
    const { node, environment, reconnects } = await setUpFrozen();
    node.answers['node:ping'] = () => failed('bad_request');
    await environment.pass(20_000);
    expect(reconnects()).toBe(0);
  });

  it('[R6] where answers take long, they are awaited longer', async () => {
    const environment = new FakeEnvironment();
    let delay = 1_800;
    let deaths = 0;
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
      dead: () => {
        deaths += 1;
      },
    });
    liveness.check();
    await environment.pass(5_000);
    delay = 3_000;
    liveness.check();
    await environment.pass(5_000);
    expect(deaths).toBe(0);
    delay = 20_000;
    liveness.check();
    await environment.pass(10_000);
    expect(deaths).toBe(1);
  });

  it('[R7] a hidden page asks nothing and leaves nobody', async () => {
    const { node, environment, reconnects } = await setUpFrozen();
    environment.visible = false;
    await environment.pass(3_600_000);
    expect(reconnects()).toBe(0);
    expect(node.payloadsOf('node:ping').length).toBeLessThan(2);
  });

  it('[R7] a page that slept through the answer asks again before it leaves', async () => {
    const { node, environment, reconnects } = await setUpFrozen();
    environment.change();
    await environment.pass(1_000);
    node.answers['node:ping'] = () => ({ ok: true, data: null });
    await environment.sleep(60_000);
    await environment.pass(3_000);
    expect(node.payloadsOf('node:ping').length).toBeGreaterThan(1);
    expect(reconnects()).toBe(0);
  });
});
