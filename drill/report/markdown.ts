import { takenOn } from '@/scripts/report/machine';
import type { DrillResult } from '../hold-drill';
import { cellsOf, headingsOf } from '../table';

/** The tables in the form of this project's documents. */
export const markdownOf = (results: readonly DrillResult[]): string =>
  [`Taken ${takenOn()}.`, ...results.map(sectionOf), ''].join('\n\n');

const sectionOf = ({ system, outcomes }: DrillResult): string =>
  `**${system.name}**\n\n${tableOf(headingsOf(outcomes), outcomes.map(cellsOf))}`;

function tableOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) => {
    const cells = row.map((cell, column) => pad(cell, widths[column] ?? 0, column));
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(headings), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Names are aligned left, figures right. */
const pad = (cell: string, width: number, column: number): string =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width);
