import type { Outcome } from '../round';
import { VERDICT_HEADINGS, verdictCellsOf } from '../verdict-cells';
import { type AttackFigures, type Compared, inMegabytes, inMs, ratioOf } from './judge-attack';

export const ATTACK_HEADINGS = [
  'attack',
  ...VERDICT_HEADINGS,
  '99% shown within',
  'slowest ping',
  'memory',
  'let through',
] as const;

export const attackCellsOf = (outcome: Outcome, attack: AttackFigures): readonly string[] => [
  outcome.fault.name,
  ...verdictCellsOf(outcome),
  compared(attack.delivery),
  compared(attack.ping),
  `+${inMegabytes(attack.memory)}`,
  attack.scores.map(({ through, tried }) => `${count(through)} of ${count(tried)}`).join(', '),
];

const compared = (times: Compared): string =>
  `${inMs(times.quiet)} → ${inMs(times.attacked)} (${ratioOf(times).toFixed(1)}×)`;

const count = (number: number): string => number.toLocaleString('en');
