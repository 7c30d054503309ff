import { summaryOf } from './summary';
import type { TraceLine } from './trace';

const LANE = 22;
const MARGIN = 10;

/** What happened, as a sequence diagram: a lane for each who takes part, and time goes down. */
export function diagramOf(lines: readonly TraceLine[]): string {
  const shown = lines.flatMap((line) => {
    const what = summaryOf(line.what);
    return what === null ? [] : [{ ...line, what }];
  });
  const lanes = [...new Set(shown.flatMap(({ from, to }) => [from, to]))]
    .filter((name) => name !== '')
    .sort(byKind);
  const head = ' '.repeat(MARGIN) + lanes.map((name) => centred(name, LANE)).join('');
  return [head, ...shown.map((line) => drawn(line, lanes)), head, ''].join('\n');
}

/** The world, pages, nodes, and the store behind them. */
const byKind = (one: string, other: string): number =>
  placeOf(one) - placeOf(other) || (one < other ? -1 : 1);

function placeOf(name: string): number {
  if (name === 'world') return 0;
  if (name.startsWith('redis')) return 4;
  if (name.includes('/')) return 3;
  return name.startsWith('node-') ? 2 : 1;
}

const middleOf = (lanes: readonly string[], name: string) =>
  MARGIN + lanes.indexOf(name) * LANE + Math.floor(LANE / 2);

function drawn({ at, from, to, what }: TraceLine, lanes: readonly string[]): string {
  const cells = Array.from(' '.repeat(MARGIN + lanes.length * LANE));
  for (const name of lanes) cells[middleOf(lanes, name)] = '│';
  put(cells, 0, at.toFixed(0).padStart(MARGIN - 2));
  if (from === to || from === '') {
    const place = middleOf(lanes, to);
    cells[place] = '●';
    put(cells, place + 2, what.slice(0, Math.max(LANE, cells.length - place - 2)));
    return cells.join('').trimEnd();
  }
  const [start, end] = [middleOf(lanes, from), middleOf(lanes, to)];
  const [left, right] = [Math.min(start, end), Math.max(start, end)];
  for (let place = left + 1; place < right; place += 1) cells[place] = '─';
  cells[end < start ? left + 1 : right - 1] = end < start ? '◀' : '▶';
  const label = ` ${what.slice(0, right - left - 6)} `;
  put(cells, left + Math.floor((right - left - label.length) / 2) + 1, label);
  return cells.join('').trimEnd();
}

function put(cells: string[], place: number, text: string): void {
  for (const [index, character] of [...text].entries()) cells[place + index] = character;
}

function centred(text: string, width: number): string {
  const left = Math.max(0, Math.floor((width - text.length) / 2));
  return (' '.repeat(left) + text).padEnd(width).slice(0, width);
}
