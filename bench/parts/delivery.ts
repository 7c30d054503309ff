import type { StartSystem } from '@/bench/systems/chat-system';
import { gather } from '../crowd';
import { Latencies } from '../latency';
import type { HoldPart, PartOptions } from '../part';
import { barsOf } from '../report/bars';
import { count, microseconds, milliseconds, type Table } from '../report/table';
import type { Target } from '../report/targets';
import { cpuPerDelivery, holdRound, type Place, type Round, type RoundPlan } from '../round';
import { SYSTEMS, startSite } from '../site';
import { addVerdicts, FLAWLESS, isFlawless } from '../tally';
import { type WarmUp, type WarmUpPlan, warmUp, warmUpTable } from '../warm-up';

interface DeliveryPlan {
  readonly people: number;
  readonly rates: readonly number[];
  /** The order of the systems, from 0: each comes equally often early and late, so that other load on the machine is shared. */
  readonly turns: readonly number[];
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly warmUp: WarmUpPlan;
}

const FULL: DeliveryPlan = {
  people: 200,
  rates: [50, 300, 600],
  turns: [0, 1, 1, 0],
  warmUpMs: 2_000,
  measureMs: 8_000,
  warmUp: { rate: 300, rounds: 5, roundMs: 10_000 },
};

const QUICK: DeliveryPlan = {
  people: 60,
  rates: [20, 100],
  turns: [0, 1],
  warmUpMs: 1_000,
  measureMs: 3_000,
  warmUp: { rate: 100, rounds: 1, roundMs: 1_000 },
};

/** The highest ratio of CPU time per delivery, by messages a second. */
const RATIO_AT_MOST: Readonly<Record<number, number>> = { 50: 1, 300: 0.35, 600: 0.25 };
const P99_AT_MOST_MS = 80;
const P99_AT_RATE = 600;

/** All rounds of one system under one load. */
interface Sum extends Round {
  readonly system: string;
  readonly rate: number;
}

/** One room on two nodes: what a delivery costs and how long it takes, depending on how much is said. */
export const measureDelivery: HoldPart = async (options) => {
  const plan = options.isQuick ? QUICK : FULL;
  const places: Place[] = [];
  for (const start of SYSTEMS) places.push(await openPlace(start, plan.people, options));
  const warmUps = await warmUp(places, plan.warmUp, options);
  const sums = await holdRounds(places, plan, options);
  for (const { crowd, site } of places) {
    crowd.leave();
    await site.stop();
  }
  const isOwn = ({ system }: { readonly system: string }) => system === places[0]?.site.system.name;
  const own = sums.filter(isOwn);
  return {
    tables: [tableOf(sums, plan), warmUpTable(warmUps, plan.warmUp)],
    pictures: [pictureOf(sums)],
    targets: options.isQuick ? [] : targetsOf(sums, own),
    complaints: [...warmUps.filter(isOwn).map(asWarmingUp), ...own]
      .filter(({ verdict }) => !isFlawless(verdict))
      .map(complaintOf),
  };
};

async function openPlace(start: StartSystem, people: number, { tell }: PartOptions): Promise<Place> {
  tell('starting');
  const site = await startSite(start);
  return { site, crowd: await gather(site.system, { count: people, tell }) };
}

async function holdRounds(places: readonly Place[], plan: DeliveryPlan, { tell }: PartOptions) {
  const sums = new Map<string, Sum>();
  for (const rate of plan.rates) {
    for (const turn of plan.turns) {
      const { site, crowd } = places[turn] as Place;
      const { name } = site.system;
      tell(`${name} at ${rate} messages/s`);
      const roundPlan: RoundPlan = { rate, warmUpMs: plan.warmUpMs, measureMs: plan.measureMs };
      const round = await holdRound(site, crowd, roundPlan);
      const key = `${rate} ${name}`;
      sums.set(key, add(sums.get(key) ?? nothing(name, rate), round));
    }
  }
  return [...sums.values()];
}

const nothing = (system: string, rate: number): Sum => ({
  system,
  rate,
  seconds: 0,
  acknowledged: 0,
  deliveries: 0,
  nodesCpuMs: 0,
  redisCpuMs: 0,
  latencies: new Latencies(),
  verdict: FLAWLESS,
});

function add(sum: Sum, round: Round): Sum {
  sum.latencies.add(round.latencies);
  return {
    ...sum,
    seconds: sum.seconds + round.seconds,
    acknowledged: sum.acknowledged + round.acknowledged,
    deliveries: sum.deliveries + round.deliveries,
    nodesCpuMs: sum.nodesCpuMs + round.nodesCpuMs,
    redisCpuMs: sum.redisCpuMs + round.redisCpuMs,
    verdict: addVerdicts(sum.verdict, round.verdict),
  };
}

function tableOf(sums: readonly Sum[], { people }: DeliveryPlan): Table {
  return {
    title: `Delivery: ${people} people in one room on two nodes, messages of 64 bytes`,
    headings: [
      'system, rate',
      'messages/s',
      'deliveries/s',
      'nodes, CPU each',
      'Redis, CPU each',
      'p50',
      'p99',
      'max',
      'lost',
      'doubled',
      'out of order',
    ],
    rows: sums.map((sum) => {
      const { p50, p99, max } = sum.latencies.summary();
      const { lost, doubled, outOfOrder } = sum.verdict;
      return [
        `${sum.system}, ${sum.rate}/s`,
        count(sum.acknowledged / sum.seconds),
        count(sum.deliveries / sum.seconds),
        microseconds(sum.nodesCpuMs / sum.deliveries),
        microseconds(sum.redisCpuMs / sum.deliveries),
        ...[p50, p99, max].map(milliseconds),
        ...[lost, doubled, outOfOrder].map(count),
      ];
    }),
  };
}

const pictureOf = (sums: readonly Sum[]) =>
  barsOf('What a delivery costs and how long it takes, by messages a second', [
    {
      title: 'CPU time of nodes and Redis for each delivery',
      bars: sums.map((sum) => barOf(sum, cpuPerDelivery(sum), microseconds)),
    },
    {
      title: 'Time until a message is delivered, 99th percentile',
      bars: sums.map((sum) => barOf(sum, sum.latencies.summary().p99, milliseconds)),
    },
  ]);

const barOf = ({ rate, system }: Sum, value: number, format: (value: number) => string) => ({
  group: `${rate}/s`,
  series: system,
  value,
  label: format(value),
});

function targetsOf(sums: readonly Sum[], own: readonly Sum[]): Target[] {
  const ratios = own.flatMap((sum) => {
    const baseline = sums.find(({ rate, system }) => rate === sum.rate && system !== sum.system);
    const atMost = RATIO_AT_MOST[sum.rate];
    if (baseline === undefined || atMost === undefined) return [];
    const measured = cpuPerDelivery(sum) / cpuPerDelivery(baseline);
    return [{ name: `CPU time for a delivery at ${sum.rate}/s, to Socket.IO's`, atMost, measured }];
  });
  const busiest = own.find(({ rate }) => rate === P99_AT_RATE);
  if (busiest === undefined) return ratios;
  const measured = busiest.latencies.summary().p99;
  const name = `99th percentile at ${P99_AT_RATE}/s`;
  return [...ratios, { name, atMost: P99_AT_MOST_MS, measured, format: milliseconds }];
}

const asWarmingUp = (one: WarmUp): WarmUp => ({ ...one, system: `${one.system}, warming up,` });

const complaintOf = ({ system, rate, verdict }: Pick<Sum, 'system' | 'rate' | 'verdict'>): string =>
  `${system} at ${rate}/s: ${verdict.lost} lost, ${verdict.doubled} doubled, ${verdict.outOfOrder} out of order.`;
