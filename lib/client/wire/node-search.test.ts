import fc from 'fast-check';
import { expect, it } from 'vitest';
import { delta, setUpJoined } from '@/lib/client/testing/chat-for-tests';
import { FakeEnvironment } from '@/lib/client/testing/fakes-for-tests';
import { createNodeSearch } from './node-search';

/** @param ready the answers of the nodes, in turn, over and over */
function setUp(...ready: boolean[]) {
  let asked = 0;
  let moves = 0;
  const environment = Object.assign(new FakeEnvironment(), {
    isAnyNodeReady: async () => ready[asked++ % ready.length] === true,
  });
  const search = createNodeSearch({
    environment,
    renew: () => {
      moves += 1;
    },
  });
  return { environment, search, asked: () => asked, moves: () => moves };
}

it('[A6] a page whose node cannot store goes to one that can, within seconds, whichever the load balancer asks first', async () => {
  for (const ready of [[true], [false, true], [false, false, true]]) {
    const { environment, search, moves } = setUp(...ready);
    search.told(false);
    await environment.pass(400);
    expect(moves()).toBe(0);
    await environment.pass(1_600);
    expect(moves()).toBe(1);
    expect(search.demand()).toEqual({ needsStore: true });
    search.told(true);
    expect(search.demand()).toEqual({});
    await environment.pass(3_600_000);
    expect(moves()).toBe(1);
  }
});

it('[A6] while the store is away for everybody nobody moves, and each page asks less and less often', async () => {
  const { environment, search, asked, moves } = setUp(false);
  search.told(false);
  await environment.pass(60_000);
  expect(asked()).toBeLessThanOrEqual(18);
  const before = asked();
  await environment.pass(3_600_000);
  expect(moves()).toBe(0);
  expect(asked() - before).toBeGreaterThan(60);
  expect(asked() - before).toBeLessThanOrEqual(3 * 61);
});

it('[A6] whatever a node says and loses, moves are bounded, and a page that can store searches for nothing', async () => {
  const step = fc.constantFrom('cannot', 'can', 'lost', 'second', 'minute');
  const property = fc.asyncProperty(
    fc.array(step, { maxLength: 40 }),
    fc.array(fc.boolean(), { minLength: 1 }),
    async (steps, ready) => {
      const { environment, search, asked, moves } = setUp(...ready);
      let seconds = 0;
      let searches = 0;
      for (const now of steps) {
        if (now === 'lost') search.stop();
        else if (now === 'second' || now === 'minute') {
          const passed = now === 'second' ? 1 : 60;
          seconds += passed;
          await environment.pass(passed * 1_000);
        } else {
          search.told(now === 'can');
          if (now === 'cannot') searches += 1;
        }
      }
      // Each search asks once at once, then after two seconds, four, eight, …: six questions until it is one a minute.
      expect(moves()).toBeLessThanOrEqual(6 * searches + seconds / 30);
      search.told(true);
      const before = asked();
      await environment.pass(600_000);
      expect(asked()).toBe(before);
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

it('[A6] a page that moved is at the other node, without anybody noticing', async () => {
  const { environment, node, otherNode, state } = await setUpJoined();
  environment.isAnyNodeReady = async () => true;
  otherNode.answers['room:join'] = () => delta(4, 5);
  node.listener?.heard('store:changed', { isStoring: false });
  expect(otherNode.handshake).toBeNull();
  await environment.pass(2_000);
  expect(otherNode.handshake?.()).toMatchObject({ needsStore: true });
  otherNode.opensSession('me', 'Ada', 'node-2');
  await environment.pass(0);
  expect(node.isClosed).toBe(true);
  expect(state().session?.node).toBe('node-2');
  expect(state().connection.status).toBe('connected');
  expect(otherNode.handshake?.()).not.toHaveProperty('needsStore');
});
