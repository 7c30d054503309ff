import { describe, expect, it } from 'vitest';
import { Machine } from './machine';
import { Scheduler } from './scheduler';

/** Called from no promise, as {@link Scheduler.run} has to be. */
const outside = (run: () => void) => new Promise<void>((resolve) => setImmediate(() => resolve(run())));

const failing = (_machine: Machine, error: unknown) => {
  throw error;
};

describe('the scheduler', () => {
  it('does one thing after the other, by their times and then by when they were asked for', async () => {
    const scheduler = new Scheduler('seed', failing);
    const done: string[] = [];
    const note = (what: string) => () => void done.push(`${scheduler.now} ${what}`);
    scheduler.after(20, note('last'));
    scheduler.after(10, note('first'));
    scheduler.after(10, note('second'));
    scheduler.after(15, note('never')).isCancelled = true;
    await outside(() => scheduler.run(30));
    expect(done).toEqual(['10 first', '10 second', '20 last']);
    expect(scheduler.now).toBe(30);
  });

  it('ends what a task resolves, on its machine, before the next begins', async () => {
    const scheduler = new Scheduler('seed', failing);
    const [one, other] = [new Machine('one', 'seed'), new Machine('other', 'seed')];
    const done: string[] = [];
    const work = (what: string) => async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await Promise.resolve();
        done.push(`${scheduler.current.name} ${what}`);
      }
    };
    scheduler.after(1, work('a'), { machine: one });
    scheduler.after(1, work('b'), { machine: other });
    await outside(() => scheduler.run(1));
    expect(done).toEqual(['one a', 'one a', 'one a', 'other b', 'other b', 'other b']);
  });

  it('lets a machine that stood still see the time before what came, and a dead one nothing', async () => {
    const scheduler = new Scheduler('seed', failing);
    const machine = new Machine('one', 'seed');
    const done: string[] = [];
    scheduler.after(5, () => done.push('came'), { machine });
    scheduler.after(6, () => done.push('rang'), { machine, isTimer: true });
    scheduler.freeze(machine);
    await outside(() => scheduler.run(10));
    expect(done).toEqual([]);
    scheduler.thaw(machine);
    await outside(() => scheduler.run(11));
    expect(done).toEqual(['rang', 'came']);
    scheduler.after(1, () => done.push('too late'), { machine });
    scheduler.kill(machine);
    await outside(() => scheduler.run(20));
    expect(done).toEqual(['rang', 'came']);
  });
});
