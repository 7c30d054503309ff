import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CountedHistory,
  carriedOver,
  firstMarkIn,
  keptMark,
  laterMark,
  markIn,
  type ReadMark,
  unreadOf,
} from './unread';

const history: CountedHistory = {
  epoch: 30,
  counted: 90,
  forks: [
    { epoch: 10, counted: 0 },
    { epoch: 20, counted: 50 },
    { epoch: 30, counted: 40 },
  ],
};

describe('marks', () => {
  it('[U2] of an earlier epoch count up to the earliest fork since', () => {
    expect(markIn(history, { epoch: 30, number: 60 })).toEqual({ epoch: 30, number: 60 });
    expect(markIn(history, { epoch: 20, number: 60 })).toEqual({ epoch: 30, number: 40 });
    expect(markIn(history, { epoch: 10, number: 60 })).toEqual({ epoch: 30, number: 40 });
    expect(markIn(history, { epoch: 10, number: 30 })).toEqual({ epoch: 30, number: 30 });
    expect(markIn(history, { epoch: 5, number: 30 })).toEqual({ epoch: 30, number: 0 });
  });

  it('[U2] are kept under the epoch in which their message was written', () => {
    expect(keptMark(history, { epoch: 30, number: 60 })).toEqual({ epoch: 30, number: 60 });
    expect(keptMark(history, { epoch: 30, number: 40 })).toEqual({ epoch: 10, number: 40 });
    expect(keptMark(history, { epoch: 20, number: 51 })).toEqual({ epoch: 20, number: 51 });
    expect(keptMark(history, { epoch: 20, number: 50 })).toEqual({ epoch: 10, number: 50 });
  });

  it('[U9] exist for a member who has never read only in a direct message: nothing is read there', () => {
    expect(firstMarkIn('direct-1')).toEqual({ epoch: 0, number: 0 });
    expect(markIn(history, firstMarkIn('direct-1') as ReadMark)).toEqual({ epoch: 30, number: 0 });
    for (const room of ['lobby', 'private-1']) expect(firstMarkIn(room)).toBeUndefined();
  });

  it('[U3] go no further than the room does', () => {
    const far = Number.MAX_SAFE_INTEGER;
    expect(keptMark(history, { epoch: 30, number: 91 })).toEqual({ epoch: 30, number: 90 });
    expect(keptMark(history, { epoch: far, number: far })).toEqual({ epoch: 30, number: 90 });
    expect(keptMark({ epoch: 0, counted: 0, forks: [] }, { epoch: 1, number: 1 })).toEqual({
      epoch: 0,
      number: 0,
    });
  });
});

interface Device {
  /** The history that it shows, and how far. */
  epoch: number;
  counted: number;
  mark: ReadMark | null;
  /** Whether it receives the room's news: not after a loss, until it has caught up. */
  isIn: boolean;
}

const takeOut = <T>(from: T[], index: number): T | undefined =>
  from.splice(index % Math.max(1, from.length), 1)[0];

/** A room, a member's devices, and everything that may be late or lost between them. */
class Model {
  epoch = 1;
  counted = 0;
  forks = [{ epoch: 1, counted: 0 }];
  kept: ReadMark | null = null;
  /** How far anybody has really read of what is there. */
  seen = 0;
  readonly devices: readonly Device[] = [1, 2, 3].map(() => ({
    epoch: 0,
    counted: 0,
    mark: null,
    isIn: false,
  }));
  raises: { readonly mark: ReadMark; readonly by: Device }[] = [];
  news: { readonly mark: ReadMark; readonly to: Device }[] = [];

  get history(): CountedHistory {
    return { epoch: this.epoch, counted: this.counted, forks: this.forks };
  }

  say(): void {
    this.counted += 1;
  }

  /** The store loses everything after a fork, and gets some of it back. */
  lose(fork: number, putBack: number): void {
    const counted = Math.min(fork, this.counted);
    this.epoch += 1;
    this.forks.push({ epoch: this.epoch, counted });
    this.counted = counted + putBack;
    this.seen = Math.min(this.seen, counted);
    for (const device of this.devices) device.isIn = false;
  }

  /** What was said reaches a device. */
  show(device: Device): void {
    if (device.isIn) device.counted = this.counted;
  }

  /** A client that does not follow the rules claims whatever it likes. */
  claim(epoch: number, number: number): void {
    this.raises.push({ mark: { epoch, number }, by: this.devices[0] as Device });
  }

  leave(device: Device): void {
    device.isIn = false;
  }

  join(device: Device): void {
    const { epoch, counted } = this;
    const agreed = Math.min(
      device.counted,
      ...this.forks.filter((fork) => fork.epoch > device.epoch).map((fork) => fork.counted),
    );
    const to = { kind: device.epoch === epoch ? 'delta' : 'rewind', epoch, counted: agreed } as const;
    const known = this.kept === null ? null : markIn(this.history, this.kept);
    const own = carriedOver(device.mark, to);
    device.mark = own === null ? known : laterMark(own, known);
    Object.assign(device, { epoch, counted, isIn: true });
    // What was not acknowledged is sent again.
    if (own !== null && device.mark === own) this.raises.push({ mark: own, by: device });
  }

  read(device: Device): void {
    if (!device.isIn) return;
    const mark = { epoch: device.epoch, number: device.counted };
    device.mark = device.mark === null ? mark : laterMark(mark, device.mark);
    this.raises.push({ mark: device.mark, by: device });
    this.seen = Math.max(this.seen, device.counted);
  }

  /** A raise reaches the store, perhaps long after it was sent. */
  arrive(index: number): void {
    const raise = takeOut(this.raises, index);
    if (!raise) return;
    const kept = laterMark(keptMark(this.history, raise.mark), this.kept);
    if (kept === this.kept) return;
    this.kept = kept;
    for (const to of this.devices) if (to !== raise.by) this.news.push({ mark: kept, to });
  }

  /** News of a mark reaches another device, perhaps long after. */
  hear(index: number): void {
    const news = takeOut(this.news, index);
    if (!news?.to.isIn || news.to.epoch !== this.epoch) return;
    news.to.mark = laterMark(markIn(this.history, news.mark), news.to.mark);
  }

  unread(device: Device): number {
    return unreadOf(device.counted, device.mark?.number ?? 0);
  }

  readUpTo(): number {
    return this.kept === null ? 0 : markIn(this.history, this.kept).number;
  }
}

const index = fc.nat(20);
const step = fc.oneof(
  fc.constant({ type: 'say' } as const),
  fc.record({ type: fc.constant('lose' as const), fork: index, putBack: fc.nat(5) }),
  ...(['show', 'leave', 'join', 'read'] as const).map((type) =>
    fc.record({ type: fc.constant(type), device: fc.nat(2) }),
  ),
  ...(['arrive', 'hear', 'loseRaise', 'loseNews'] as const).map((type) =>
    fc.record({ type: fc.constant(type), index }),
  ),
);
const claim = fc.record({ type: fc.constant('claim' as const), epoch: fc.nat(5), number: index });
type Step = typeof step | typeof claim extends fc.Arbitrary<infer T> ? T : never;

function take(model: Model, event: Step): unknown {
  switch (event.type) {
    case 'say':
      return model.say();
    case 'lose':
      return model.lose(event.fork, event.putBack);
    case 'claim':
      return model.claim(event.epoch, event.number);
    case 'show':
    case 'leave':
    case 'join':
    case 'read':
      return model[event.type](model.devices[event.device] as Device);
    case 'arrive':
    case 'hear':
      return model[event.type](event.index);
    case 'loseRaise':
      return takeOut(model.raises, event.index);
    case 'loseNews':
      return takeOut(model.news, event.index);
  }
}

const schedules = fc.array(step, { maxLength: 80, size: 'max' });

describe('several devices, lost signals and lost entries', () => {
  it('[U1] nothing becomes unread again, unless it is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(step, claim), { maxLength: 80, size: 'max' }), (steps) => {
        const model = new Model();
        for (const event of steps) {
          const before = model.readUpTo();
          const kept = model.kept;
          take(model, event);
          if (event.type === 'lose')
            expect(model.readUpTo()).toBe(Math.min(before, model.forks.at(-1)?.counted ?? 0));
          else expect(model.readUpTo()).toBeGreaterThanOrEqual(before);
          if (kept !== null && model.kept !== null) expect(laterMark(kept, model.kept)).toEqual(model.kept);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('[U4] nothing counts as read that nobody has read', () => {
    fc.assert(
      fc.property(schedules, (steps) => {
        const model = new Model();
        for (const event of steps) {
          take(model, event);
          expect(model.readUpTo()).toBeLessThanOrEqual(model.seen);
          for (const { isIn, mark } of model.devices)
            if (isIn) expect(mark?.number ?? 0).toBeLessThanOrEqual(model.seen);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('[U4] once one device has read to the end, all show nothing unread, whether they were told or came back', () => {
    fc.assert(
      fc.property(schedules, fc.nat(2), fc.boolean(), (steps, reader, hears) => {
        const model = new Model();
        for (const event of steps) take(model, event);
        if (hears) for (const device of model.devices) model.join(device);
        const one = model.devices[reader] as Device;
        model.join(one);
        model.read(one);
        while (model.raises.length > 0) model.arrive(0);
        while (hears && model.news.length > 0) model.hear(0);
        for (const device of model.devices) if (!hears) model.join(device);
        expect(model.devices.map((device) => model.unread(device))).toEqual([0, 0, 0]);
      }),
      { numRuns: 1_000 },
    );
  });
});
