import { describe, expect, it } from 'vitest';
import { type Clock, scheduleOf, sendOpenLoop } from './open-loop';

/** A clock that moves when somebody waits, by `lateMs` more than requested. */
function clockThatIsLate(lateMs: (time: number) => number): Clock {
  let time = 0;
  return {
    now: () => time,
    pause: async (ms) => {
      time += ms + lateMs(time);
    },
  };
}

async function sentAt(rate: number, count: number, clock: Clock): Promise<[index: number, at: number][]> {
  const sent: [number, number][] = [];
  await sendOpenLoop(scheduleOf(0, rate, count), (index) => sent.push([index, clock.now()]), clock);
  return sent;
}

describe('the open loop', () => {
  it('spreads messages evenly from the start', () => {
    const { dueAt } = scheduleOf(1_000, 4, 8);
    expect([0, 1, 2, 7].map(dueAt)).toEqual([1_000, 1_250, 1_500, 2_750]);
  });

  it('sends each message at its time', async () => {
    const sent = await sentAt(
      100,
      4,
      clockThatIsLate(() => 0),
    );
    expect(sent).toEqual([
      [0, 0],
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
  });

  it('sends overdue messages at once, and is on time again', async () => {
    const sent = await sentAt(
      100,
      6,
      clockThatIsLate((time) => (time === 10 ? 25 : 0)),
    );
    expect(sent).toEqual([
      [0, 0],
      [1, 10],
      [2, 45],
      [3, 45],
      [4, 45],
      [5, 50],
    ]);
  });
});
