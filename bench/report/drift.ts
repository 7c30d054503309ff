import type { CurvePanel } from './curve';
import type { Table } from './table';

/** Shows whether curves rise: the medians of their second and last quarters. The first quarter is for warming up. */
export function driftTable(title: string, panels: readonly CurvePanel[]): Table {
  const rows = panels.flatMap((panel) =>
    Object.entries(panel.lines).map(([name, line]) => {
      const [early, late] = [medianOf(quarter(line, 1)), medianOf(quarter(line, 3))];
      const cells = early === null || late === null ? ['–', '–', '–'] : cellsOf(early, late, panel.format);
      return [`${panel.title}, ${name}`, ...cells];
    }),
  );
  return { title, headings: ['what', 'second quarter', 'last quarter', 'change'], rows };
}

function cellsOf(early: number, late: number, format: (value: number) => string): string[] {
  const change = (late / early - 1) * 100;
  return [format(early), format(late), `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} %`];
}

const quarter = (line: CurvePanel['lines'][string], place: number) =>
  line.slice((line.length * place) / 4, (line.length * (place + 1)) / 4).filter((value) => value !== null);

export function medianOf(values: readonly number[]): number | null {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? null;
}
