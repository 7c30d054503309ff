import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from './crowd';
import { Latencies } from './latency';
import { type Schedule, scheduleOf, sendOpenLoop } from './open-loop';
import type { Site } from './site';
import { Tally, type Verdict } from './tally';
import { type Usage, usageOf } from './usage';

export interface RoundPlan {
  /** Messages a second, from all people together. */
  readonly rate: number;
  /** Messages sent in this time count for correctness only, while code is compiled and buffers grow. */
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** What one system did under one load, from the end of warming up to the end of sending. */
export interface Round {
  readonly seconds: number;
  /** Acknowledged and delivered within that time. */
  readonly acknowledged: number;
  readonly deliveries: number;
  readonly nodesCpuMs: number;
  readonly redisCpuMs: number;
  readonly latencies: Latencies;
  /** About all messages, including those during the warm-up. */
  readonly verdict: Verdict;
}

/** A crowd in the room of a system. */
export interface Place {
  readonly site: Site;
  readonly crowd: Crowd;
}

/** In milliseconds, for nodes and Redis together. */
export const cpuPerDelivery = ({
  nodesCpuMs,
  redisCpuMs,
  deliveries,
}: Pick<Round, 'nodesCpuMs' | 'redisCpuMs' | 'deliveries'>): number => (nodesCpuMs + redisCpuMs) / deliveries;

/** How long to wait for missing messages, since the last one came, and in all. */
const QUIET_MS = 3_000;
const SETTLE_MAX_MS = 30_000;

/** Unique, so that no message of one round is mistaken for one of another. */
let nextNumber = 0;

/** Lets everybody in the crowd talk in turn while everybody listens. */
export async function holdRound({ system, redis }: Site, crowd: Crowd, plan: RoundPlan): Promise<Round> {
  const { rate, warmUpMs, measureMs } = plan;
  const count = Math.round((rate * (warmUpMs + measureMs)) / 1_000);
  const firstMeasured = Math.round((rate * warmUpMs) / 1_000);
  const schedule = scheduleOf(performance.now() + 10, rate, count);
  const { tally, latencies, say } = listenTo(crowd, schedule, firstMeasured);

  const look = async () => ({
    at: performance.now(),
    nodes: await usageOf(system.nodes),
    redis: await usageOf([redis]),
    deliveries: tally.deliveries,
    acknowledged: tally.acknowledged,
  });
  const sent = sendOpenLoop(schedule, say);
  await pause(warmUpMs);
  const before = await look();
  await pause(measureMs);
  const after = await look();
  await sent;
  await untilComplete(tally, count);
  crowd.listen(() => {});
  const spent = (of: (seen: typeof before) => Usage) => of(after).cpuMs - of(before).cpuMs;
  return {
    seconds: (after.at - before.at) / 1_000,
    acknowledged: after.acknowledged - before.acknowledged,
    deliveries: after.deliveries - before.deliveries,
    nodesCpuMs: spent(({ nodes }) => nodes),
    redisCpuMs: spent(({ redis: used }) => used),
    latencies,
    verdict: tally.verdict(),
  };
}

/** Records which messages of `schedule` the crowd is shown, and sends them. */
function listenTo({ people, listen }: Crowd, { count, dueAt }: Schedule, firstMeasured: number) {
  const first = nextNumber;
  nextNumber += count;
  const tally = new Tally(people.length);
  const latencies = new Latencies();
  listen((person, numbers) => {
    const now = performance.now();
    const ours = numbers.filter((number) => number >= first);
    tally.heard(person, ours);
    for (const number of ours) {
      if (number - first >= firstMeasured) latencies.record(now - dueAt(number - first));
    }
  });
  const say = (index: number) => {
    people[index % people.length]?.say(first + index).then(
      () => tally.acknowledge(first + index),
      () => {}, // Nothing was promised.
    );
  };
  return { tally, latencies, say };
}

/** Waits until everybody was shown everything, or nothing comes any more. */
export async function untilComplete(tally: Tally, said: number): Promise<void> {
  const deadline = performance.now() + SETTLE_MAX_MS;
  let [heard, at] = [tally.deliveries, performance.now()];
  while (!tally.isComplete(said) && performance.now() < deadline) {
    await pause(50);
    if (tally.deliveries !== heard) [heard, at] = [tally.deliveries, performance.now()];
    if (performance.now() - at > QUIET_MS) return;
  }
}
