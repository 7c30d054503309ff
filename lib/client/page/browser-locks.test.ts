import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from '@/lib/client/testing/fakes-for-tests';
import { createExclusively } from './browser-locks';

type Grant = () => Promise<void>;
type Locks = { request: (name: string, granted: Grant) => Promise<unknown> };

function setUp(request: Locks['request'] | 'missing' | 'forbidden') {
  const environment = new FakeEnvironment();
  const locks = () => {
    if (request === 'forbidden') throw new Error('SecurityError');
    return request === 'missing' ? undefined : ({ request } as unknown as Pick<LockManager, 'request'>);
  };
  const exclusively = createExclusively({ locks, after: environment.after });
  let runs = 0;
  const run = () => exclusively('outbox', async () => void runs++);
  return { environment, run, runs: () => runs };
}

const ways: readonly (readonly [string, Locks['request'] | 'missing' | 'forbidden'])[] = [
  ['are missing', 'missing'],
  ['are forbidden', 'forbidden'],
  ['throw', () => Promise.reject(new Error('SecurityError'))],
  ['never answer', () => new Promise(() => {})],
  ['answer', (_, granted) => granted()],
  [
    'are lost while they are held',
    async (_, granted) => {
      void granted();
      throw new Error('AbortError');
    },
  ],
];

describe('locks between tabs', () => {
  it.each(ways)('[S5] that %s let it run, once', async (_, request) => {
    const { environment, run, runs } = setUp(request);
    const done = run();
    await environment.pass(10_000);
    await done;
    expect(runs()).toBe(1);
  });

  it('[S5] that never answer hold up only the first message', async () => {
    const { environment, run, runs } = setUp(() => new Promise(() => {}));
    void run();
    await environment.pass(10_000);
    void run();
    await environment.pass(200);
    expect(runs()).toBe(2);
  });

  it('[S5] that are granted late change nothing, and are waited for again from then on', async () => {
    const grants: Grant[] = [];
    const { environment, run, runs } = setUp((_, granted) => new Promise(() => grants.push(granted)));
    void run();
    await environment.pass(10_000);
    await grants[0]?.();
    expect(runs()).toBe(1);
    void run();
    await environment.pass(1_000);
    expect(runs()).toBe(1);
    await grants[1]?.();
    expect(runs()).toBe(2);
  });

  it('an error in the task reaches the caller', async () => {
    const { environment } = setUp('missing');
    const exclusively = createExclusively({ locks: () => undefined, after: environment.after });
    await expect(exclusively('outbox', () => Promise.reject(new Error('unread')))).rejects.toThrow('unread');
  });
});
