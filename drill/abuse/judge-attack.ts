import type { Attack, Score } from '../attacks/attack';

/** How it was while nobody attacked, before and after, and how it was meanwhile; in milliseconds. */
export interface Compared {
  readonly quiet: number;
  readonly attacked: number;
}

/** What an attack cost others, and what it achieved. */
export interface AttackFigures {
  /** The 99th percentile of how long a message took to be shown to somebody. */
  readonly delivery: Compared;
  /** The slowest answer to somebody who only asks whether the node is there. */
  readonly ping: Compared;
  /** How much more memory a node had than before the first attack, at most, in bytes. */
  readonly memory: number;
  readonly scores: readonly Score[];
}

export interface AttackEvidence {
  readonly attacks: readonly Attack[];
  readonly figures: AttackFigures;
  readonly memoryMax: number;
  /** Nodes that ended. */
  readonly died: readonly string[];
  /** What nodes held beyond their own budgets. */
  readonly beyondBudget: readonly string[];
  /** Quiet clients that a node disconnected. */
  readonly letGo: number;
  /** People whose page said that it was not connected. */
  readonly interrupted: readonly string[];
  /** Whether times mean anything: not if something else runs beside. */
  readonly isTimed: boolean;
}

/** Others may wait at most this many times as long. */
export const RATIO_MAX = 1.5;

/**
 * A shorter quiet time counts as this. A page draws every 16 ms and the load speaks every 20 ms, so that an idle node shows a
 * message within some 40 ms, depending on how these coincide. Half as much again is 75 ms, which nobody notices; a ratio to 10
 * ms would measure timers.
 */
export const DELIVERY_FLOOR_MS = 50;

/**
 * One ping in hundreds coincides with a garbage collection, or a time slice of another process: no more than this is required.
 */
export const PING_MAX_MS = 100;

export const ratioOf = ({ quiet, attacked }: Compared): number => attacked / quiet;

/** Returns what is not as promised, in sentences. */
export function judgeAttack(evidence: AttackEvidence): readonly string[] {
  const { figures, memoryMax, died, beyondBudget, letGo, isTimed } = evidence;
  const complaints = [
    ...died.map((node) => `${node} died.`),
    ...beyondBudget.map((held) => `${held}.`),
    ...evidence.attacks.flatMap((attack) => judgeScore(attack, figures.scores)),
  ];
  if (letGo > 0) complaints.push('Somebody who only pinged was let go.');
  if (figures.memory > memoryMax) {
    complaints.push(
      `A node took ${inMegabytes(figures.memory)} more, and ${inMegabytes(memoryMax)} at most.`,
    );
  }
  return isTimed ? [...complaints, ...judgeTimes(evidence)] : complaints;
}

function judgeScore(attack: Attack, scores: readonly Score[]): string[] {
  const score = scores.find(({ name }) => name === attack.name);
  // An attack that does nothing proves nothing.
  if (score === undefined || score.tried === 0) return [`${attack.name} never came to attack.`];
  const most = attack.mostThrough(score.ms);
  if (score.through <= most) return [];
  return [`${score.through} ${attack.counted}, and ${most} at most.`];
}

function judgeTimes({ figures: { delivery, ping }, interrupted }: AttackEvidence): string[] {
  const deliveryMax = Math.max(delivery.quiet, DELIVERY_FLOOR_MS) * RATIO_MAX;
  const pingMax = Math.max(ping.quiet * RATIO_MAX, PING_MAX_MS);
  return [
    ...interrupted.map((name) => `${name} was not connected for a moment.`),
    ...(delivery.attacked > deliveryMax
      ? [`One message in a hundred took ${inMs(delivery.attacked)}, and ${inMs(deliveryMax)} at most.`]
      : []),
    ...(ping.attacked > pingMax ? [`A ping took ${inMs(ping.attacked)}, and ${inMs(pingMax)} at most.`] : []),
  ];
}

export const inMs = (ms: number): string => `${Math.round(ms)} ms`;

export const inMegabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
