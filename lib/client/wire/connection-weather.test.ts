import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HANDSHAKE, VirtualNetwork, type Weather } from '@/lib/client/testing/virtual-network-for-tests';
import { type Connection, type ConnectionListener, LastingConnection } from './connection';

/** However the network was before, a page is connected this soon after the network is well. */
const PROMISE_MS = 10_000;

const nothing = () => {};
const DEAF: ConnectionListener = {
  opened: nothing,
  resumed: nothing,
  moved: nothing,
  lost: nothing,
  turnedAway: nothing,
  heard: nothing,
};

function setUp(network: VirtualNetwork) {
  let isConnected = false;
  const connected = () => {
    isConnected = true;
  };
  const connection = new LastingConnection({
    openWire: network.open,
    handshake: () => HANDSHAKE,
    environment: network.environment,
    listener: {
      ...DEAF,
      opened: connected,
      resumed: connected,
      moved: connected,
      lost: () => {
        isConnected = false;
      },
    },
    join: async (request) => {
      const answer = await request('node:ping', {});
      return answer.ok ? { ok: true, data: new Map() } : answer;
    },
  });
  const stop = connection.watch();
  connection.connect();
  return { connection, stop, isConnected: () => isConnected };
}

/** Whether the connection really answers, rather than is only believed to. */
async function isAnswered(connection: Connection, { environment }: VirtualNetwork): Promise<boolean> {
  let isIt = false;
  void connection.request('node:ping', {}).then(({ ok }) => {
    isIt = ok;
  });
  await environment.pass(1_000);
  return isIt;
}

const ms = fc.integer({ min: 100, max: 12_000 });
const weather: fc.Arbitrary<Weather> = fc.oneof(
  fc.record({ is: fc.constant('silent' as const), ms }),
  fc.record({ is: fc.constantFrom('losing' as const, 'losingUp' as const, 'losingDown' as const), ms }),
  fc.record({ is: fc.constant('refusing' as const), ms }),
  fc.record({ is: fc.constant('slow' as const), ms, delayMs: fc.integer({ min: 100, max: 2_300 }) }),
  fc.record({ is: fc.constant('well' as const), ms, delayMs: fc.integer({ min: 1, max: 200 }) }),
);

/** What the page does meanwhile, every now and then. */
const steps = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 5_000 }),
    step: fc.constantFrom('connect', 'renew', 'check', 'seen', 'hidden', 'close'),
  }),
  { maxLength: 12 },
);

async function live(
  network: VirtualNetwork,
  connection: Connection,
  done: readonly { afterMs: number; step: string }[],
) {
  const { environment } = network;
  for (const { afterMs, step } of done) {
    await environment.pass(afterMs);
    environment.visible = step === 'hidden' ? false : environment.visible || step === 'seen';
    if (step === 'seen') environment.change();
    else if (step === 'connect' || step === 'renew' || step === 'check' || step === 'close')
      connection[step]();
    if (step === 'close') connection.connect();
  }
}

describe('in any weather', () => {
  it('[R6] a page is connected within ten seconds of the network being well, and keeps one wire and one timer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(weather, { maxLength: 8 }),
        steps,
        fc.constantFrom(null, 'up' as const, 'down' as const),
        fc.integer({ min: 1, max: 250 }),
        async (before, done, swallows, delayMs) => {
          const network = new VirtualNetwork([...before, { is: 'well', ms: 0, delayMs }], swallows);
          const { environment } = network;
          const { connection, stop, isConnected } = setUp(network);
          const endsAt = environment.now() + before.reduce((sum, { ms: lasts }) => sum + lasts, 0);
          await live(network, connection, done);
          environment.visible = true;
          environment.change();
          await environment.pass(Math.max(0, endsAt - environment.now()) + PROMISE_MS);
          expect(isConnected()).toBe(true);
          expect(await isAnswered(connection, network)).toBe(true);
          const opened = network.transports.length;
          await environment.pass(120_000);
          expect(isConnected()).toBe(true);
          expect(network.wires).toBe(1);
          expect(network.transports.length).toBe(opened);
          connection.close();
          stop();
          await environment.pass(120_000);
          expect([network.wires, environment.timers, isConnected()]).toEqual([0, 0, false]);
        },
      ),
      { numRuns: 300 },
    );
  }, 120_000);
});

describe.each(['up', 'down'] as const)('where WebSockets carry nothing %s', (swallows) => {
  const MINUTES = 60_000;
  const setUpSwallowed = () => {
    const network = new VirtualNetwork([{ is: 'well', ms: 0, delayMs: 20 }], swallows);
    const webSockets = () => network.transports.filter((transport) => transport === 'websocket').length;
    return { network, webSockets, ...setUp(network) };
  };

  it('[R11] a page connects after trying one of them, and tries none with its next connections', async () => {
    const { network, webSockets, isConnected } = setUpSwallowed();
    for (let broken = 0; broken < 8; broken += 1) {
      await network.environment.pass(5_000);
      expect(isConnected()).toBe(true);
      network.breakAll();
    }
    expect(webSockets()).toBe(1);
    expect(network.transports.slice(0, 2)).toEqual(['websocket', 'upgrading']);
  });

  it.each([1_000, 2_000, 2_800])(
    '[R11] a page waits for a node that takes %i ms to let it in',
    async (busyMs) => {
      const calmMs = 10_000;
      const network = new VirtualNetwork([
        { is: 'well', ms: calmMs, delayMs: 5 },
        { is: 'well', ms: 0, delayMs: 50, busyMs },
      ]);
      const { isConnected } = setUp(network);
      await network.environment.pass(calmMs);
      network.swallows = swallows;
      network.breakAll();
      // One WebSocket in vain, and one session by long polling.
      await network.environment.pass(4_000 + busyMs);
      expect(isConnected()).toBe(true);
    },
  );

  it('[R11] a page tries one again now and then, without anybody noticing', async () => {
    const { network, webSockets, isConnected } = setUpSwallowed();
    await network.environment.pass(5_000);
    for (let minute = 0; minute < 240; minute += 1) {
      await network.environment.pass(MINUTES);
      expect(isConnected()).toBe(true);
    }
    expect(webSockets()).toBeGreaterThan(2);
    expect(webSockets()).toBeLessThan(10);
    expect(network.wires).toBe(1);
  });
});

describe.each([2_200, 2_600, 3_200, 4_000, 6_000, 10_000])('where a round trip takes %i ms', (tripMs) => {
  const setUpSlow = (fetchedInMs: number | null) => {
    const network = new VirtualNetwork([{ is: 'well', ms: 0, delayMs: tripMs / 2 }]);
    network.environment.fetchedInMs = () => fetchedInMs;
    return { network, ...setUp(network) };
  };

  it('[R6] a page is connected within four of them, and does not keep opening WebSockets', async () => {
    const { network, isConnected, connection } = setUpSlow(tripMs);
    await network.environment.pass(4 * tripMs);
    expect(isConnected()).toBe(true);
    for (let minute = 0; minute < 10; minute += 1) {
      await network.environment.pass(60_000);
      expect(isConnected()).toBe(true);
    }
    // If it takes more than five seconds, the page has looked around once.
    const opened = network.transports.filter((transport) => transport === 'websocket').length;
    expect(opened).toBe(tripMs <= 5_000 ? 1 : 2);
    const answer = connection.request('node:ping', {});
    await network.environment.pass(tripMs);
    expect((await answer).ok).toBe(true);
  });

  it('[R6] a page that does not know so connects all the same', async () => {
    const { network, isConnected } = setUpSlow(null);
    await network.environment.pass(8 * tripMs);
    expect(isConnected()).toBe(true);
  });
});

describe.each([1_000, 1_600, 2_400, 3_200, 4_000, 6_000])('where a round trip takes %i ms', (tripMs) => {
  const outages = [3_000, 7_000, 10_000, 20_000, 40_000, 61_000, 120_000];
  it.each(outages)('[R6] a page is back soon after an outage of %i ms', async (awayMs) => {
    const delayMs = tripMs / 2;
    for (const beforeMs of [60_000, 600_000]) {
      for (const after of [delayMs, 20]) {
        const network = new VirtualNetwork([
          { is: 'slow', ms: beforeMs, delayMs },
          { is: 'losing', ms: awayMs },
          { is: 'well', ms: 0, delayMs: after },
        ]);
        network.environment.fetchedInMs = () => tripMs;
        const { isConnected, connection } = setUp(network);
        await network.environment.pass(beforeMs + awayMs);
        // An attempt from before hears nothing; the next takes a few round trips.
        await network.environment.pass(PROMISE_MS + 8 * tripMs);
        expect(isConnected()).toBe(true);
        const answer = connection.request('node:ping', {});
        await network.environment.pass(2 * tripMs);
        expect((await answer).ok).toBe(true);
        connection.close();
      }
    }
  });
});
