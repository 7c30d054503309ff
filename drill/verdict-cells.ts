import type { Outcome } from './round';

/** What is judged of faults and attacks alike, at the beginning of their rows. */
export const VERDICT_HEADINGS = [
  'said',
  'acknowledged',
  'lost',
  'doubled',
  'out of order',
  'differ',
] as const;

export const verdictCellsOf = (outcome: Outcome): readonly string[] => [
  String(outcome.said),
  String(outcome.acknowledged),
  String(outcome.lost.length),
  String(outcome.doubled.length),
  String(outcome.outOfOrder.length),
  String(outcome.differing.length),
];
