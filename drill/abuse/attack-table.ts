import type { Outcome } from '../round';
import { type AttackFigures, type Compared, inMegabytes, inMs, ratioOf } from './judge-attack';

export const ATTACK_HEADINGS = [
  'attack',
  'said',
  'acknowledged',
  'lost',
  'doubled',
  'out of order',
  'differ',
  '99% shown within',
  'slowest ping',
  'memory',
  'let through',
] as const;

export const attackCellsOf = (outcome: Outcome, attack: AttackFigures): readonly string[] => [
  outcome.fault.name,
  String(outcome.said),
  String(outcome.acknowledged),
  String(outcome.lost.length),
  String(outcome.doubled.length),
  String(outcome.outOfOrder.length),
  String(outcome.differing.length),
  compared(attack.delivery),
  compared(attack.ping),
  `+${inMegabytes(attack.memory)}`,
  attack.scores.map(({ through, tried }) => `${count(through)} of ${count(tried)}`).join(', '),
];

const compared = (times: Compared): string =>
  `${inMs(times.quiet)} → ${inMs(times.attacked)} (${ratioOf(times).toFixed(1)}×)`;

const count = (number: number): string => number.toLocaleString('en');
