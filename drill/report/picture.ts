import type { DrillResult } from '../hold-drill';
import type { Outcome } from '../round';

const WIDTH = 1_040;
const HEIGHT = 200;
/** Room for the longest label, "10,000". */
const LEFT = 60;
const TOP = 28;
/** Nobody talks between two faults; that time is left out. */
const PAUSE_S = 2;
const GRID_LINES = 4;
const GRID_STEPS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** The part of the width for one fault: from second `first` to `last`, beginning `offset` seconds from the left. */
interface Panel {
  readonly outcome: Outcome;
  readonly first: number;
  readonly last: number;
  readonly offset: number;
}

/** Messages shown in each second of a drill, and when what was broken, as an SVG. The faults are numbered from 1. */
export function pictureOf({ outcomes, seconds }: DrillResult): string {
  const panels = panelsOf(outcomes);
  const end = panels.at(-1);
  const width = (WIDTH - LEFT) / (end ? end.offset + end.last - end.first : 1);
  const counts = panels.flatMap(({ first, last }) =>
    seconds.slice(first, last).map(({ delivered }) => delivered),
  );
  const top = topOf(Math.max(0, ...counts));
  const y = (count: number) => TOP + HEIGHT * (1 - count / top);
  const x = (panel: Panel, second: number) => LEFT + (panel.offset + second - panel.first) * width;

  const drawn = panels.map((panel, index) => {
    const { fault, from, to } = panel.outcome;
    const left = x(panel, from / 1_000);
    const band = rect('fault', left, TOP, Math.max(2, ((to - from) / 1_000) * width), HEIGHT);
    const bars = seconds.slice(panel.first, panel.last).map(({ delivered }, place) => {
      const bar = y(delivered);
      return rect('bar', x(panel, panel.first + place) + 0.5, bar, Math.max(1, width - 1), y(0) - bar);
    });
    const title = `<title>${fault.name}</title>`;
    return `<g>${title}${band}${bars.join('')}${text('name', left, TOP - 10, String(index + 1))}</g>`;
  });
  const label = 'Messages shown in each second, and when each fault was struck and mended';
  const axis = text(
    'axis',
    LEFT,
    TOP + HEIGHT + 20,
    'messages shown in each second; what was broken, and for how long',
  );
  const size = `viewBox="0 0 ${WIDTH} ${TOP + HEIGHT + 28}"`;
  return `<svg ${size} role="img" aria-label="${label}">${gridOf(top, y)}${drawn.join('')}${axis}</svg>`;
}

function panelsOf(outcomes: readonly Outcome[]): Panel[] {
  const panels: Panel[] = [];
  for (const outcome of outcomes) {
    const before = panels.at(-1);
    const offset = before ? before.offset + before.last - before.first + PAUSE_S : 0;
    const first = Math.floor(outcome.began / 1_000);
    panels.push({ outcome, first, last: Math.ceil(outcome.ended / 1_000), offset });
  }
  return panels;
}

/** Returns a round number above `most` that the grid divides evenly. */
const topOf = (most: number): number =>
  GRID_LINES * (GRID_STEPS.find((step) => step * GRID_LINES >= most) ?? Math.ceil(most / GRID_LINES));

function gridOf(top: number, y: (count: number) => number): string {
  const lines = Array.from({ length: GRID_LINES + 1 }, (_, index) => {
    const count = (top / GRID_LINES) * index;
    const path = `<path class="grid" d="M${LEFT} ${y(count)}H${WIDTH}"/>`;
    return `${path}${text('scale', LEFT - 8, y(count) + 4, count.toLocaleString('en'))}`;
  });
  return lines.join('');
}

function rect(kind: string, left: number, top: number, width: number, height: number): string {
  const [x, y, w, h] = [left, top, width, height].map((value) => value.toFixed(1));
  return `<rect class="${kind}" x="${x}" y="${y}" width="${w}" height="${h}"/>`;
}

const text = (kind: string, x: number, y: number, words: string): string =>
  `<text class="${kind}" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${words}</text>`;
