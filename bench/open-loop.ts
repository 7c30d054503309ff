/** When messages are due, whether or not earlier ones were answered. */
export interface Schedule {
  readonly count: number;
  /** In milliseconds of the clock: the time that a message waited in a full buffer counts as latency. */
  dueAt(index: number): number;
}

/** `count` messages at `rate` a second, starting at `startAt`. */
export const scheduleOf = (startAt: number, rate: number, count: number): Schedule => ({
  count,
  dueAt: (index) => startAt + (index * 1_000) / rate,
});

export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Resolves after `ms`, or later if the machine is busy. */
  pause(ms: number): Promise<void>;
}

const wallClock: Clock = {
  now: () => performance.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Sends everything at its time, like people who know nothing of each other: it does not wait for a system that falls behind,
 * and sends everything at once that was due while this process was busy.
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
