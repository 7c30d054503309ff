import { layOutTable } from '@/scripts/report/lay-out-table';
import { ATTACK_HEADINGS, attackCellsOf } from './abuse/attack-table';
import { isFlawless } from './judge';
import type { Outcome } from './round';
import { VERDICT_HEADINGS, verdictCellsOf } from './verdict-cells';

const HEADINGS = ['fault', ...VERDICT_HEADINGS, 'longest gap', 'saw it', 'connects/s'] as const;

export const headingsOf = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.some(({ attack }) => attack !== undefined) ? ATTACK_HEADINGS : HEADINGS;

export const cellsOf = (outcome: Outcome): readonly string[] =>
  outcome.attack === undefined ? faultCellsOf(outcome) : attackCellsOf(outcome, outcome.attack);

const faultCellsOf = (outcome: Outcome): readonly string[] => [
  outcome.fault.name,
  ...verdictCellsOf(outcome),
  seconds(outcome.longestGapMs),
  String(outcome.interrupted.length),
  String(outcome.connectsPeak),
];

/** Returns whether this is what is promised. */
export const isKept = (outcome: Outcome): boolean =>
  isFlawless(outcome) &&
  outcome.stranded.length === 0 &&
  outcome.complaints.length === 0 &&
  outcome.acknowledged === outcome.said &&
  outcome.said > 0 &&
  !isTooQuiet(outcome) &&
  !(outcome.fault.isInvisible && outcome.interrupted.length > 0);

const isTooQuiet = ({ fault, longestGapMs }: Outcome): boolean =>
  longestGapMs > (fault.quietMaxMs ?? Number.POSITIVE_INFINITY);

export const tableOf = (outcomes: readonly Outcome[]): string =>
  layOutTable(headingsOf(outcomes), outcomes.map(cellsOf));

/** What to look for in the logs if something is not as promised. */
export function complaintsOf(outcome: Outcome): readonly string[] {
  const { fault, lost, doubled, outOfOrder, differing, stranded, interrupted, longestGapMs } = outcome;
  const seen = fault.isInvisible ? interrupted : [];
  const wrong = { lost, doubled, 'out of order': outOfOrder, differ: differing };
  const lists = { ...wrong, 'not connected': stranded, 'seen by': seen };
  const found = Object.entries(lists).filter(([, names]) => names.length > 0);
  const complaints = [
    ...found.map(([what, names]) => `${fault.name}, ${what}: ${firstOf(names)}`),
    ...outcome.complaints.map((complaint) => `${fault.name}: ${complaint}`),
  ];
  if (!isTooQuiet(outcome)) return complaints;
  const quiet = `${seconds(longestGapMs)} without anything new, and ${seconds(fault.quietMaxMs ?? 0)} at most`;
  return [...complaints, `${fault.name}: ${quiet}`];
}

const EXAMPLES = 5;

const firstOf = (names: readonly string[]): string =>
  `${names.slice(0, EXAMPLES).join(', ')}${names.length > EXAMPLES ? ', …' : ''}`;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
