import { describe, expect, it } from 'vitest';
import { createMemoryStore, type OutboxStore } from '@/lib/client/environment/outbox-store';
import { FakeEnvironment } from '@/lib/client/testing/fakes-for-tests';
import { message } from '@/lib/client/testing/outbox-for-tests';
import { LenientStore } from './lenient-outbox-store';

const forbidden = async (): Promise<never> => {
  throw new Error('forbidden');
};

function setUp(durable: Partial<OutboxStore>) {
  const environment = new FakeEnvironment();
  const inner = { ...createMemoryStore(), ...durable };
  const [shared, found] = [[] as string[], [] as string[]];
  const store = new LenientStore({
    durable: inner,
    environment,
    shared: ({ key }) => shared.push(key),
    found: ({ key }) => found.push(key),
  });
  return { environment, inner, store, shared, found };
}

describe('a browser that keeps nothing', () => {
  it('[S7] has the messages for the life of the page, in order, and lets go of them', async () => {
    const { store, environment } = setUp({ list: forbidden, keep: forbidden, remove: forbidden });
    for (const key of ['a', 'b']) expect(await store.keep(message(key))).toBe(false);
    await expect(store.list('lobby')).rejects.toThrow();
    await environment.pass(3_000);
    expect(await store.list('lobby')).toEqual([message('a'), message('b')]);
    await store.remove('a');
    expect(await store.list('lobby')).toEqual([message('b')]);
  });

  it('[S7] shows what it knows when what it once kept cannot be read', async () => {
    const { store, inner } = setUp({});
    await store.keep(message('a'));
    await store.list('lobby');
    inner.list = forbidden;
    expect(await store.list('lobby')).toEqual([message('a')]);
  });

  it('[S7] does not send again what it could not remove', async () => {
    const { store } = setUp({
      list: async () => [message('a'), message('b')],
      keep: forbidden,
      remove: forbidden,
    });
    await store.list('lobby');
    await store.remove('a');
    expect(await store.list('lobby')).toEqual([message('b')]);
  });

  it('[S7] a message that changes while the store is away keeps its place', async () => {
    const { store, inner } = setUp({});
    for (const key of ['a', 'b']) await store.keep(message(key));
    await store.list('lobby');
    inner.keep = forbidden;
    const refused = { ...message('a'), text: 'changed' };
    await store.keep(refused);
    expect(await store.list('lobby')).toEqual([refused, message('b')]);
  });
});

describe('a store that comes back', () => {
  it('[S4] takes what was kept without it, in order, and only then do the other tabs hear of it', async () => {
    const { store, inner, environment, shared } = setUp({ keep: forbidden });
    for (const key of ['a', 'b']) await store.keep(message(key));
    expect(shared).toEqual([]);
    const kept: string[] = [];
    inner.keep = async ({ key }) => kept.push(key) > 0;
    await environment.pass(30_000);
    expect(kept).toEqual(['a', 'b']);
    expect(shared).toEqual(['a', 'b']);
  });

  it('[S4] tells the page what earlier pages left once it can be read', async () => {
    const { store, inner, environment, found } = setUp({ list: forbidden });
    await store.list('lobby').catch(() => {});
    inner.list = async () => [message('left')];
    await environment.pass(30_000);
    expect(found).toEqual(['left']);
    expect(await store.list('lobby')).toEqual([message('left')]);
  });
});

describe('what other tabs tell', () => {
  const gone = { type: 'gone', room: 'lobby', key: 'a', position: null } as const;

  it('[S5] what another tab has settled is not sent here, even while nothing can be read', async () => {
    const { store, inner } = setUp({});
    await store.keep(message('a'));
    await store.list('lobby');
    inner.list = forbidden;
    store.heard(gone);
    expect(await store.list('lobby')).toEqual([]);
  });

  it('[T8] what another tab keeps again is listed again', async () => {
    const { store, inner } = setUp({});
    await store.keep(message('a'));
    await store.remove('a');
    await inner.keep(message('a'));
    expect(await store.list('lobby')).toEqual([]);
    store.heard({ type: 'kept', message: message('a') });
    expect(await store.list('lobby')).toEqual([message('a')]);
  });
});
