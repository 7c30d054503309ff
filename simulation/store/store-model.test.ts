import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOBBY } from '@/lib/chat/protocol';
import { listen } from '@/lib/server/testing/log-for-tests';
import type { NodeStores, OpenOptions } from './open-node-stores';
import { StoreModel } from './store-model';
import { WiresForTests } from './wires-for-tests';

let wires: WiresForTests;
let model: StoreModel;
let open: NodeStores[];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: [...FAKED] });
  wires = new WiresForTests();
  model = new StoreModel(wires.world);
  open = [];
});
afterEach(() => {
  for (const stores of open) stores.close();
  vi.useRealTimers();
});

const FAKED = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'Date',
  'performance',
] as const;

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function openNode(node: string, options: Partial<OpenOptions> = {}): Promise<NodeStores> {
  const stores = model.connect(node, { logger: pino({ level: 'silent' }), ...options });
  open.push(stores);
  await pass(10);
  return stores;
}

/** What it comes to, or what it was refused with, once so much time has passed. */
async function settled<T>(asked: Promise<T>, ms = 10): Promise<T | string> {
  const outcome = asked.then(
    (value) => value,
    (error: Error & { code?: string }) => `${error.code}: ${(error.cause as Error | undefined)?.message}`,
  );
  await pass(ms);
  return outcome;
}

const say = ({ log }: NodeStores, id: string) => settled(log.append(LOBBY, id, `"${id}"`));
const top = async ({ log }: NodeStores) => settled(log.top(LOBBY));

describe('what the store does to us', () => {
  it('[E4] a restart that lost nothing begins an epoch that agrees with all of the one before', async () => {
    const node = await openNode('one');
    for (const id of ['a', 'b']) await say(node, id);
    await pass(5);
    model.restart();
    expect(await say(node, 'c')).toMatch('store_unavailable');
    await pass(1_000);
    const place = (await top(node)) as { epoch: number };
    expect(place).toMatchObject({ seq: 2, forks: [{ after: 0 }, { epoch: place.epoch, after: 2 }] });
    expect(await say(node, 'b')).toMatchObject({ position: { seq: 2 }, isRepeat: true });
  });

  it('[E1] one that lost its newest writes has the rest, as it was', async () => {
    const node = await openNode('one');
    for (const id of ['a', 'b', 'c']) await say(node, id);
    await settled(node.log.append(LOBBY, 'd', '"d"', { amends: { id: 'a', entry: '"gone"' } }));
    model.restart({ lose: 2 });
    await pass(1_000);
    expect(await settled(node.log.after(LOBBY, 0, 10))).toMatchObject({ entries: ['"a"', '"b"'], top: 2 });
    expect(await say(node, 'c')).toMatchObject({ position: { seq: 3 }, isRepeat: false });
  });

  it('[E1] one that writes to its disk each second loses what came after', async () => {
    const node = await openNode('one');
    await say(node, 'a');
    await pass(500);
    const second = Date.now();
    await say(node, 'b');
    model.restartAsOf(second);
    await pass(1_000);
    expect(await settled(node.log.after(LOBBY, 0, 10))).toMatchObject({ entries: ['"a"'] });
  });

  it('[E1] one that was flushed knows nothing, and a node that knows more begins anew', async () => {
    const node = await openNode('one');
    const first = (await say(node, 'a')) as { position: { epoch: number; seq: number } };
    model.flush();
    await pass(5);
    expect(await top(node)).toEqual({ epoch: 0, seq: 0, counted: 0, forks: [] });
    const place = await settled(node.log.top(LOBBY, first.position));
    expect(place).toMatchObject({ seq: 0, forks: [{ after: 0 }] });
    expect((place as { epoch: number }).epoch).toBeGreaterThan(first.position.epoch);
  });

  it('[E1] one that came back from a copy has what was then, also a second time', async () => {
    const node = await openNode('one');
    await say(node, 'a');
    const copy = model.copy();
    for (let times = 0; times < 2; times++) {
      await say(node, 'b');
      model.bringBack(copy);
      await pass(1_000);
      expect(await settled(node.log.after(LOBBY, 0, 10))).toMatchObject({ entries: ['"a"'] });
    }
  });

  it('[E5] a master that dies takes what its replica lacks, and nothing that somebody waited for', async () => {
    const [careless, careful] = [await openNode('one'), await openNode('two', { waitReplicas: 1 })];
    await say(careful, 'kept');
    await say(careless, 'lost');
    model.failOver({ lose: 100 });
    await pass(1_000);
    expect(await settled(careful.log.after(LOBBY, 0, 10))).toMatchObject({ entries: ['"kept"'] });
    model.replicate(0);
    expect(await say(careful, 'alone')).toMatch('0 of 1 replicas');
  });

  it.each(['OOM', 'READONLY', 'MISCONF', 'NOREPLICAS'] as const)(
    '[A1] one that says %s takes nothing and is read',
    async (refusal) => {
      const node = await openNode('one');
      await say(node, 'a');
      model.refuse(refusal);
      expect(await say(node, 'b')).toMatch(`store_unavailable: ${refusal}`);
      await pass(1_000);
      expect(await settled(node.log.after(LOBBY, 0, 10))).toMatchObject({ entries: ['"a"'] });
      model.heal();
      expect(await say(node, 'b')).toMatchObject({ position: { seq: 2 } });
    },
  );

  it('[L11] one that stands still does late what it was asked, when everybody has given it up', async () => {
    const node = await openNode('one');
    await say(node, 'a');
    model.pause();
    expect(await settled(node.log.append(LOBBY, 'b', '"b"'), 3_100)).toMatch('store_unavailable');
    model.resume();
    await pass(2_000);
    expect(await say(node, 'b')).toMatchObject({ position: { seq: 2 }, isRepeat: true });
  });

  it('[L2] one that does what it was asked and says so to nobody has done it once', async () => {
    const node = await openNode('one');
    model.answerNothing(1);
    expect(await say(node, 'a')).toMatch('store_unavailable');
    await pass(1_000);
    expect(await say(node, 'a')).toMatchObject({ position: { seq: 1 }, isRepeat: true });
  });

  it('[A1] one that is away answers nobody, and has what it had when it is back', async () => {
    const node = await openNode('one');
    await say(node, 'a');
    model.stop();
    await pass(5_000);
    expect(await say(node, 'b')).toMatch('store_unavailable');
    model.start();
    await pass(2_000);
    expect(await say(node, 'a')).toMatchObject({ isRepeat: true });
  });

  it('[L10] publications that are lost are not heard, and who was cut off learns of it', async () => {
    const node = await openNode('one');
    const { follower, entries } = listen();
    const lapsed = vi.fn();
    void node.log.follow(LOBBY, { ...follower, lapsed });
    await pass(10);
    await say(node, 'a');
    model.losePublications(1);
    await say(node, 'b');
    await say(node, 'c');
    expect(entries()).toEqual(['"a"', '"c"']);
    expect(lapsed).not.toHaveBeenCalled();
    model.cutSubscribers();
    await pass(1_000);
    expect(lapsed).toHaveBeenCalledOnce();
    await say(node, 'd');
    expect(entries()).toEqual(['"a"', '"c"', '"d"']);
  });

  it('[D5] a subscription that the store has forgotten is noticed by its silence', async () => {
    const node = await openNode('one');
    const lapsed = vi.fn();
    void node.log.follow(LOBBY, { ...listen().follower, lapsed });
    await pass(10);
    model.forgetSubscriptions();
    await pass(10_000);
    expect(lapsed).toHaveBeenCalledOnce();
    expect(await settled(node.signs.look())).toBeUndefined();
  });

  it('[P10] what was on its way when its connection was given up arrives late, and the fence refuses it', async () => {
    const node = await openNode('one');
    const ada = { id: 'ada', name: 'Ada' };
    await settled(node.presence.enter(LOBBY, { id: 'ben', name: 'Ben' }));
    wires.hold('one');
    const entered = settled(node.presence.enter(LOBBY, ada), 1);
    node.commands.disconnect(true);
    expect(await entered).toMatch('store_unavailable');
    wires.release('one');
    await pass(5_000);
    await settled(node.presence.leave(LOBBY, ada.id));
    const listed = await settled(node.presence.list(LOBBY));
    expect(listed).toMatchObject({ members: [{ id: 'ben' }] });
  });
});
