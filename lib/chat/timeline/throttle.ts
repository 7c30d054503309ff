/** Runs it once after the delay, unless the returned function is called first. */
export type After = (ms: number, run: () => void) => () => void;

/** Sends what was put in, a batch at a time: the first value at once, then the latest of each key, one batch after each gap. */
export interface Throttle<Key, Value> {
  /** Replaces what waits under this key. */
  put(key: Key, value: Value): void;
  /** Keeps what waits under this key from being sent, and returns it. */
  drop(key: Key): Value | undefined;
  /** Sends nothing before this time, which is longer than a gap, has passed. */
  rest(forMs: number): void;
  /** Returns whether the next value would be sent at once. */
  isResting(): boolean;
  stop(): void;
}

export interface ThrottleOptions<Key, Value> {
  /** The time between one batch and the next. */
  readonly gapMs: number;
  readonly batchMax: number;
  readonly after: After;
  readonly tell: (batch: readonly (readonly [Key, Value])[]) => void;
  /** Called when a gap has passed and nothing waited. */
  readonly rested?: () => void;
}

export function createThrottle<Key, Value>(options: ThrottleOptions<Key, Value>): Throttle<Key, Value> {
  const { gapMs, batchMax, after, tell, rested = () => {} } = options;
  const waiting = new Map<Key, Value>();
  let cancelGap: (() => void) | null = null;

  const next = () => {
    cancelGap = null;
    if (waiting.size === 0) return rested();
    const batch = [...waiting].slice(0, batchMax);
    for (const [key] of batch) waiting.delete(key);
    cancelGap = after(gapMs, next);
    tell(batch);
  };

  return {
    put: (key, value) => {
      waiting.set(key, value);
      if (cancelGap === null) next();
    },
    drop: (key) => {
      const dropped = waiting.get(key);
      waiting.delete(key);
      return dropped;
    },
    rest: (forMs) => {
      cancelGap?.();
      cancelGap = after(forMs, next);
    },
    isResting: () => cancelGap === null,
    stop: () => {
      waiting.clear();
      cancelGap?.();
    },
  };
}
