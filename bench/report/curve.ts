import { across, type Picture, pictureOf, text, WIDTH } from './picture';

export interface CurvePanel {
  readonly title: string;
  /** By name: the value at each time; a gap if there was none. */
  readonly lines: Readonly<Record<string, readonly (number | null)[]>>;
  readonly format: (value: number) => string;
}

const LEFT = 76;
const HEIGHT = 120;
const PANEL = HEIGHT + 56;

/** Panels one below another over the same time, each with a scale of its own from 0. */
export function curvesOf(title: string, panels: readonly CurvePanel[], times: readonly string[]): Picture {
  const [first = '', last = ''] = [times.at(0), times.at(-1)];
  const drawn = panels.map((panel, index) => drawPanel(panel, index * PANEL + 30));
  const bottom = panels.length * PANEL + 4;
  const axis = [text('key', LEFT, bottom, first), text('scale', WIDTH, bottom, last)];
  return pictureOf(title, bottom + 12, [...drawn, ...axis]);
}

function drawPanel({ title, lines, format }: CurvePanel, top: number): string {
  const values = Object.values(lines).flatMap((line) => line.filter((value) => value !== null));
  const most = Math.max(...values, Number.MIN_VALUE) * 1.1;
  const y = (value: number) => top + HEIGHT * (1 - value / most);
  const drawn = Object.entries(lines).map(([name, line], index) => {
    const label = text(`fill${index} key`, LEFT + 320 + index * 130, top - 12, name);
    return `<path class="line line${index}" d="${pathOf(line, y)}"/>${label}`;
  });
  const scale = [0, 0.5, 1].map((part) => {
    const value = (most / 1.1) * part;
    return across(LEFT, WIDTH, y(value)) + text('scale', LEFT - 8, y(value) + 4, format(value));
  });
  return [text('name', LEFT, top - 12, title), ...scale, ...drawn].join('');
}

/** Lifts the pen at a gap. */
function pathOf(line: readonly (number | null)[], y: (value: number) => number): string {
  const step = (WIDTH - LEFT) / Math.max(1, line.length - 1);
  return line
    .map((value, index) => {
      if (value === null) return '';
      const pen = index === 0 || line[index - 1] === null ? 'M' : 'L';
      return `${pen}${(LEFT + index * step).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}
