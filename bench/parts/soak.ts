import { setTimeout as pause } from 'node:timers/promises';
import { startConcord } from '@/bench/systems/concord';
import { type Crowd, gather } from '../crowd';
import { Latencies } from '../latency';
import { scheduleOf, sendOpenLoop } from '../open-loop';
import type { HoldPart, PartResult } from '../part';
import { type CurvePanel, curvesOf } from '../report/curve';
import { driftTable } from '../report/drift';
import { count, megabytes, milliseconds } from '../report/table';
import { untilComplete } from '../round';
import { type Site, startSite } from '../site';
import { isFlawless, Tally } from '../tally';
import { handlesOf, usageOf } from '../usage';

const PEOPLE = 100;
const RATE = 50;
/** One person comes each second, listens and leaves: whatever a node keeps of people who left shows as growth. */
const PASSERS_EVERY_MS = 1_000;
const PASSERS_STAY_MS = 5_000;
const SAMPLES = 240;
const SAMPLE_MIN_MS = 1_000;
/** Redis is full within the first minutes, and constant after that if all is well. */
const HISTORY_LIMIT = '5000';

interface Sample {
  readonly nodes: readonly number[];
  readonly redis: number;
  readonly handles: readonly (number | null)[];
  readonly p99: number | null;
}

/** One load for a long time, to see whether memory, open files or latency grow. */
export const soakFor =
  (ms: number): HoldPart =>
  async ({ tell }) => {
    tell('starting');
    const site = await startSite(startConcord, { HISTORY_LIMIT });
    const crowd = await gather(site.system, { count: PEOPLE, tell });
    const messages = Math.floor((ms * RATE) / 1_000);
    const schedule = scheduleOf(performance.now(), RATE, messages);
    const tally = new Tally(PEOPLE);
    let latencies = new Latencies();
    crowd.listen((person, numbers) => {
      tally.heard(person, numbers);
      for (const number of numbers) latencies.record(performance.now() - schedule.dueAt(number));
    });
    const takeLatencies = () => {
      const taken = latencies;
      latencies = new Latencies();
      return taken;
    };
    const talking = talk(crowd, schedule, tally);
    const stopPassing = letPass(site);
    const everyMs = Math.max(SAMPLE_MIN_MS, ms / SAMPLES);
    const samples: Sample[] = [];
    for (let taken = 1; taken * everyMs <= ms; taken += 1) {
      await pause(schedule.dueAt(0) + taken * everyMs - performance.now());
      samples.push(await sampleOf(site, takeLatencies()));
      tell(`${tally.acknowledged} messages, ${megabytes(samples.at(-1)?.nodes[0] ?? 0)} on the first node`);
    }
    await talking;
    await untilComplete(tally, messages);
    stopPassing();
    crowd.leave();
    await site.stop();
    return resultOf(samples, everyMs, tally);
  };

function talk({ people }: Crowd, schedule: ReturnType<typeof scheduleOf>, tally: Tally): Promise<void> {
  return sendOpenLoop(schedule, (number) => {
    people[number % people.length]?.say(number).then(
      () => tally.acknowledge(number),
      () => {},
    );
  });
}

/** Returns a function that stops it. */
function letPass({ system }: Site): () => void {
  let passers = 0;
  const timer = setInterval(async () => {
    passers += 1;
    const name = `Passer ${passers}`;
    const passer = await system.enter({ node: passers, name, heard: () => {} });
    setTimeout(() => passer.leave(), PASSERS_STAY_MS);
  }, PASSERS_EVERY_MS);
  return () => clearInterval(timer);
}

async function sampleOf({ system, redis }: Site, latencies: Latencies): Promise<Sample> {
  const nodes = await Promise.all(system.nodes.map(async (node) => (await usageOf([node])).memory));
  return {
    nodes,
    redis: (await usageOf([redis])).memory,
    handles: system.nodes.map(({ pid }) => handlesOf(pid)),
    p99: latencies.count === 0 ? null : latencies.summary().p99,
  };
}

function resultOf(samples: readonly Sample[], everyMs: number, tally: Tally): PartResult {
  const panels = panelsOf(samples);
  const minutes = (samples.length * everyMs) / 60_000;
  const title = `Soak: ${PEOPLE} people, ${RATE} messages/s, one comes and one goes each second`;
  const verdict = tally.verdict();
  return {
    tables: [
      driftTable(title, panels),
      {
        title: 'Soak: messages',
        headings: ['acknowledged', 'lost', 'doubled', 'out of order'],
        rows: [[tally.acknowledged, verdict.lost, verdict.doubled, verdict.outOfOrder].map(count)],
      },
    ],
    pictures: [curvesOf(title, panels, ['0 min', `${minutes.toFixed(1)} min`])],
    complaints: isFlawless(verdict) ? [] : [`Concord, soak: ${JSON.stringify(verdict)}`],
  };
}

function panelsOf(samples: readonly Sample[]): CurvePanel[] {
  const line = (of: (sample: Sample) => number | null | undefined) =>
    samples.map((sample) => of(sample) ?? null);
  const memory = {
    'node 1': line(({ nodes }) => nodes[0]),
    'node 2': line(({ nodes }) => nodes[1]),
    Redis: line(({ redis }) => redis),
  };
  const handles = {
    'node 1': line((sample) => sample.handles[0]),
    'node 2': line((sample) => sample.handles[1]),
  };
  const latency = { everybody: line(({ p99 }) => p99) };
  return [
    { title: 'Memory', lines: memory, format: megabytes },
    { title: 'Open files and connections', lines: handles, format: count },
    { title: 'Time until delivered, 99th percentile', lines: latency, format: milliseconds },
  ];
}
