import { layOutTable } from '@/scripts/report/lay-out-table';
import { isFlawless } from './judge';
import type { Outcome } from './round';

export const HEADINGS = [
  'fault',
  'said',
  'acknowledged',
  'lost',
  'doubled',
  'out of order',
  'differ',
  'longest gap',
  'saw it',
  'connects/s',
] as const;

export const cellsOf = (outcome: Outcome): readonly string[] => [
  outcome.fault.name,
  String(outcome.said),
  String(outcome.acknowledged),
  String(outcome.lost.length),
  String(outcome.doubled.length),
  String(outcome.outOfOrder.length),
  String(outcome.differing.length),
  `${(outcome.longestGapMs / 1_000).toFixed(1)} s`,
  String(outcome.interrupted),
  String(outcome.connectsPeak),
];

/** Is this what is promised? */
export const isKept = (outcome: Outcome): boolean =>
  isFlawless(outcome) &&
  outcome.acknowledged === outcome.said &&
  outcome.said > 0 &&
  !(outcome.fault.isInvisible && outcome.interrupted > 0);

export const tableOf = (outcomes: readonly Outcome[]): string => layOutTable(HEADINGS, outcomes.map(cellsOf));

const EXAMPLES = 5;

/** What to look for in the logs, where something is not as promised. */
export function complaintsOf(outcome: Outcome): readonly string[] {
  const { fault, lost, doubled, outOfOrder, differing } = outcome;
  return Object.entries({ lost, doubled, 'out of order': outOfOrder, differ: differing })
    .filter(([, found]) => found.length > 0)
    .map(
      ([what, found]) =>
        `${fault.name}, ${what}: ${found.slice(0, EXAMPLES).join(', ')}${found.length > EXAMPLES ? ', …' : ''}`,
    );
}
