import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '@/scripts/cluster/start-cluster';
import type { AttackFigures } from './abuse/judge-attack';
import type { Fault } from './faults/fault';
import { isFlawless, type Verdict } from './judge';
import { judgeRooms } from './judge-rooms';
import { startLoad } from './load';
import type { System } from './system';
import type { Talker } from './talker';
import type { Testimony, Witness } from './witness';

export interface RoundOptions {
  readonly system: System;
  readonly cluster: Cluster;
  /** Where people connect. */
  readonly url: string;
  readonly talkers: readonly Talker[];
  readonly witness: Witness;
  readonly messagesPerSecond: number;
  /** Called with what is being done now. */
  readonly tell: (doing: string) => void;
}

export type HoldRound = (fault: Fault, options: RoundOptions) => Promise<Outcome>;

/** The outcome of one fault. */
export interface Outcome extends Verdict {
  readonly fault: Fault;
  readonly said: number;
  readonly acknowledged: number;
  readonly longestGapMs: number;
  /** Talkers who are not connected at the end, long after all was well. */
  readonly stranded: readonly string[];
  /** Talkers who at some time said that they were not connected, and what they said. */
  readonly interrupted: readonly string[];
  readonly connectsPeak: number;
  /**
   * When talking began, when the fault was struck and repaired, and when talking ended, in milliseconds since the drill began.
   */
  readonly began: number;
  readonly from: number;
  readonly to: number;
  readonly ended: number;
  /** What else is not as promised, in sentences. */
  readonly complaints: readonly string[];
  /** What an attack cost others. */
  readonly attack?: AttackFigures;
}

/** How long everybody talks before a fault, and after all are connected again. */
const CALM_MS = 2_000;
const RECONNECT_WITHIN_MS = 20_000;
/** A feed compares itself with the log every 5 s, so a last entry that was not heard takes up to that. */
const CONVERGE_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 250;

/** Lets everybody talk, strikes, repairs, lets everybody settle, and judges. */
export const holdRound: HoldRound = async (fault, options) => {
  const { calmMs = CALM_MS, messagesPerSecondMax = Number.POSITIVE_INFINITY } = fault;
  const { cluster, talkers, witness, tell } = options;
  const messagesPerSecond = Math.min(options.messagesPerSecond, messagesPerSecondMax);
  const began = witness.now();
  witness.begin();
  tell('talking');
  const stopLoad = startLoad(talkers, messagesPerSecond, ({ room }) => witness.newText(room));
  await pause(calmMs);
  const from = witness.now();
  tell('struck');
  await fault.strike(cluster, witness);
  const to = witness.now();
  tell('mended');
  await until(() => all(talkers, (talker) => talker.isConnected()), RECONNECT_WITHIN_MS);
  await pause(calmMs);
  stopLoad();
  witness.endTalking();
  const ended = witness.now();
  tell('comparing');
  const verdict = await converge(options);
  const stranded = await without(talkers, (talker) => talker.isConnected());
  const sending = await without(talkers, (talker) => talker.isSettled());
  const complaints = sending.map((name) => `${name} is still sending.`);
  const found = { ...verdict, stranded, ...figures(witness.testimony()), complaints };
  return { fault, ...found, began, from, to, ended };
};

function figures(testimony: Testimony) {
  const { said, acknowledged, interrupted, longestGapMs, connectsPeak } = testimony;
  const count = [...said.values()].reduce((sum, room) => sum + room.size, 0);
  const counts = { said: count, acknowledged: acknowledged.size };
  const sightings = [...interrupted].map(([name, status]) => `${name} (${status})`);
  return { ...counts, interrupted: sightings, longestGapMs, connectsPeak };
}

/** The verdict once everybody shows the same, or on what there is if that takes too long. */
async function converge(options: RoundOptions): Promise<Verdict> {
  const { system, url, talkers, witness } = options;
  const judgeNow = () => judgeRooms(system, url, talkers, witness.testimony());
  let verdict: Verdict | undefined;
  await until(async () => {
    const isAtRest = await all(talkers, async (talker) => (await talker.isConnected()) && talker.isSettled());
    if (!isAtRest) return false;
    verdict = await judgeNow();
    return isFlawless(verdict);
  }, CONVERGE_WITHIN_MS);
  return verdict ?? judgeNow();
}

/** Returns the names of those for whom it is not true. */
async function without(
  talkers: readonly Talker[],
  is: (talker: Talker) => Promise<boolean>,
): Promise<string[]> {
  const answers = await Promise.all(talkers.map(is));
  return talkers.filter((_talker, place) => !answers[place]).map(({ name }) => name);
}

async function all(talkers: readonly Talker[], is: (talker: Talker) => Promise<boolean>): Promise<boolean> {
  return (await Promise.all(talkers.map(is))).every(Boolean);
}

/** Waits until `is` returns true, for at most `withinMs`. */
async function until(is: () => Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await is()) && Date.now() < deadline) await pause(LOOK_EVERY_MS);
}
