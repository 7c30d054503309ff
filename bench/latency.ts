import { build, type Histogram } from 'hdr-histogram-js';

const MICROSECONDS = 1_000;
/** Anything longer than a minute is as bad as a minute. */
const MAX_US = 60_000_000;

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Latencies in milliseconds, to three digits each, however many there are. */
export class Latencies {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_US,
    numberOfSignificantValueDigits: 3,
  });

  record(ms: number, times = 1): void {
    const value = Math.min(MAX_US, Math.max(1, Math.round(ms * MICROSECONDS)));
    this.#histogram.recordValueWithCount(value, times);
  }

  add(other: Latencies): void {
    this.#histogram.add(other.#histogram);
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  summary(): Latency {
    const { maxValue } = this.#histogram;
    // The histogram returns the upper end of the range that it stores as one value.
    const at = (percentile: number) =>
      Math.min(maxValue, this.#histogram.getValueAtPercentile(percentile)) / MICROSECONDS;
    return { p50: at(50), p99: at(99), max: maxValue / MICROSECONDS };
  }
}
