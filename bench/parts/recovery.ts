import { setTimeout as pause } from 'node:timers/promises';
import { type ChatSystem, nodeAt, type Participant, type StartSystem } from '@/bench/systems/chat-system';
import { comeBack } from '../come-back';
import { gather } from '../crowd';
import { inParallel } from '../in-parallel';
import { scheduleOf, sendOpenLoop } from '../open-loop';
import type { HoldPart, PartOptions } from '../part';
import { peakOf } from '../peak';
import { type CommandCounts, watchRedis } from '../redis-commands';
import { count, seconds } from '../report/table';
import { untilComplete } from '../round';
import { SYSTEMS, startSite } from '../site';
import { isFlawless, Tally, type Verdict } from '../tally';

const CLIENTS = 2_000;
/** They are at the node that survives, and talk all the time. */
const SPEAKERS = 5;
const RATE = 10;
const TALK_MS = 12_000;
/** Long enough that a client that is cut off has missed something. */
const KILL_AFTER_MS = 2_000;
const RECOVER_MAX_MS = 60_000;
const AT_ONCE = 40;

interface Recovery {
  readonly system: string;
  readonly halfMs: number;
  readonly allMs: number;
  readonly handshakes: number;
  readonly redis: CommandCounts;
  readonly verdict: Verdict;
}

/** A node dies with all its clients: measures how long until the last one is back, and what that costs the other node. */
export const measureRecovery: HoldPart = async (options) => {
  const recoveries: Recovery[] = [];
  for (const start of SYSTEMS) recoveries.push(await recover(start, options));
  const [own] = recoveries;
  return {
    tables: [
      {
        title: `Recovery: the node of ${count(CLIENTS)} clients is killed while ${RATE} messages/s are said`,
        headings: [
          'system',
          'half are back',
          'all are back',
          'handshakes/s',
          'Redis reads/s',
          'Redis commands/s',
          'lost',
          'doubled',
          'out of order',
        ],
        rows: recoveries.map(({ system, halfMs, allMs, handshakes, redis, verdict }) => [
          system,
          seconds(halfMs),
          seconds(allMs),
          ...[handshakes, redis.reads, redis.all].map(count),
          ...[verdict.lost, verdict.doubled, verdict.outOfOrder].map(count),
        ]),
      },
    ],
    complaints:
      own === undefined || isFlawless(own.verdict)
        ? []
        : [`${own.system}, recovery: ${JSON.stringify(own.verdict)}`],
  };
};

async function recover(start: StartSystem, { tell }: PartOptions): Promise<Recovery> {
  tell('starting');
  const site = await startSite(start);
  const { system } = site;
  const told = (doing: string) => tell(`${system.name}: ${doing}`);
  const watch = await watchRedis(site.redis.url);
  const speakers = await gather(system, { count: SPEAKERS, called: 'Speaker', nodeOf: () => 1 });
  const tally = new Tally(CLIENTS);
  const returns = await placeClients(system, tally, told);

  const talk = scheduleOf(performance.now(), RATE, (RATE * TALK_MS) / 1_000);
  const talking = sendOpenLoop(talk, (number) => {
    speakers.people[number % SPEAKERS]?.say(number).then(
      () => tally.acknowledge(number),
      () => {},
    );
  });
  await pause(KILL_AFTER_MS);
  told('a node is killed');
  const peaks = watch.peaks();
  const killedAt = performance.now();
  await nodeAt(system.nodes, 0).kill();
  while (returns.length < CLIENTS && performance.now() - killedAt < RECOVER_MAX_MS) await pause(20);
  await talking;
  await untilComplete(tally, talk.count);
  const redis = await peaks();
  watch.close();
  await site.stop();
  return {
    system: system.name,
    halfMs: (returns[CLIENTS / 2] ?? Number.NaN) - killedAt,
    allMs: (returns[CLIENTS - 1] ?? Number.NaN) - killedAt,
    handshakes: peakOf(returns),
    redis,
    verdict: tally.verdict(),
  };
}

/** Puts everybody on the first node. Returns when each of them has come back to the other one, as clients do. */
async function placeClients(
  system: ChatSystem,
  tally: Tally,
  tell: (doing: string) => void,
): Promise<number[]> {
  const returns: number[] = [];
  let inside = 0;
  await inParallel(CLIENTS, AT_ONCE, async (client) => {
    let current: Participant | undefined;
    const enter = (node: number): Promise<Participant> =>
      system.enter({
        node,
        name: `Client ${client + 1}`,
        after: current,
        heard: (numbers) => tally.heard(client, numbers),
        lost: () => void returnTo(1),
      });
    const returnTo = async (node: number) => {
      current = await comeBack(() => enter(node), system.reconnection);
      returns.push(performance.now());
    };
    current = await enter(0);
    inside += 1;
    tell(`${inside} of ${CLIENTS} are in`);
  });
  return returns;
}
