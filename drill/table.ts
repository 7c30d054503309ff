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

/** For a terminal: names to the left, figures to the right. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const rows = [HEADINGS, ...outcomes.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(HEADINGS), rule, ...rows.slice(1).map(line)].join('\n');
}

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
