/** When messages are to be sent, whether or not what was sent before was answered. */
export interface Schedule {
  readonly count: number;
  /** In milliseconds of the clock: what message `index` waited in a full buffer counts as its latency. */
  dueAt(index: number): number;
}

/** `count` messages at `rate` a second, the first of them at `startAt`. */
export const scheduleOf = (startAt: number, rate: number, count: number): Schedule => ({
  count,
  dueAt: (index) => startAt + (index * 1_000) / rate,
});

export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Resolves after `ms`, or later where the machine is busy. */
  pause(ms: number): Promise<void>;
}

const wallClock: Clock = {
  now: () => performance.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Sends everything at its time, as people do who know nothing of each other: a system that falls behind is not waited
 * for, and what was due while this process was busy goes out at once, all of it.
 */
export async function sendOpenLoop(
  { count, dueAt }: Schedule,
  send: (index: number) => void,
  { now, pause }: Clock = wallClock,
): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    while (now() < dueAt(index)) await pause(dueAt(index) - now());
    send(index);
  }
}
