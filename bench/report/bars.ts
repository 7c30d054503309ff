import { across, legendOf, type Picture, pictureOf, rect, text, WIDTH } from './picture';

export interface Bar {
  /** Bars of one group are side by side. */
  readonly group: string;
  /** Bars of one series have one colour. */
  readonly series: string;
  readonly value: number;
  readonly label: string;
}

export interface BarPanel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const TOP = 56;
const HEIGHT = 190;
const GAP = 40;
/** The share of a group's width for its bars: the rest separates it from the next group. */
const GROUP_FILL = 0.8;

/** Panels side by side, each with a scale of its own from 0, because every bar shows its figure. */
export function barsOf(title: string, panels: readonly BarPanel[]): Picture {
  const series = [...new Set(panels.flatMap(({ bars }) => bars.map((bar) => bar.series)))];
  const width = (WIDTH - GAP * (panels.length - 1)) / panels.length;
  const drawn = panels.map((panel, index) => drawPanel(panel, series, index * (width + GAP), width));
  return pictureOf(title, TOP + HEIGHT + 52, [...drawn, legendOf(series, TOP + HEIGHT + 44)]);
}

function drawPanel(
  { title, bars }: BarPanel,
  series: readonly string[],
  left: number,
  width: number,
): string {
  const groups = [...new Set(bars.map(({ group }) => group))];
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const groupWidth = width / groups.length;
  const barWidth = (groupWidth * GROUP_FILL) / series.length;
  const base = TOP + HEIGHT;
  const drawBar = (bar: Bar) => {
    const groupLeft = left + groups.indexOf(bar.group) * groupWidth + (groupWidth * (1 - GROUP_FILL)) / 2;
    const place = series.indexOf(bar.series);
    const x = groupLeft + place * barWidth;
    const height = Math.max(1, (bar.value / most) * HEIGHT);
    const label = text('middle', x + barWidth / 2, base - height - 6, bar.label);
    return `${rect(`fill${place}`, x + 2, base - height, barWidth - 4, height)}${label}`;
  };
  const names = groups.map((group, index) =>
    text('middle', left + (index + 0.5) * groupWidth, base + 18, group),
  );
  const heading = text('name', left, 16, title);
  return [heading, across(left, left + width, base), ...bars.map(drawBar), ...names].join('');
}
