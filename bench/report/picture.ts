/** An SVG that needs nothing else. */
export interface Picture {
  readonly title: string;
  readonly svg: string;
}

export const WIDTH = 1_040;

/**
 * The picture has colours of its own, because it is also shown where no page defines any: light or dark, as the reader prefers.
 */
const STYLE = `
svg { --ink: #1c1e21; --soft: #65686c; --line: #e1e3e6; --first: #2f6fde; --second: #b9bdc4; --third: #d98a2b; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e6e6e6; --soft: #a0a3a8; --line: #3a3c40; --first: #6ea0ff; --second: #5d6168; --third: #e3a857; }
}
text { font: 12px system-ui, sans-serif; fill: var(--soft); } .name { fill: var(--ink); font-weight: 600; }
.scale { text-anchor: end; } .middle { text-anchor: middle; } .grid { stroke: var(--line); fill: none; }
.fill0 { fill: var(--first); } .fill1 { fill: var(--second); } .fill2 { fill: var(--third); }
.line { fill: none; stroke-width: 1.5; } .line0 { stroke: var(--first); } .line1 { stroke: var(--second); }
.line2 { stroke: var(--third); }
`;

export const pictureOf = (title: string, height: number, drawn: readonly string[]): Picture => ({
  title,
  svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}"><style>${STYLE}</style>${drawn.join('')}</svg>`,
});

export function rect(kind: string, left: number, top: number, width: number, height: number): string {
  const [x, y, w, h] = [left, top, width, height].map((value) => value.toFixed(1));
  return `<rect class="${kind}" x="${x}" y="${y}" width="${w}" height="${h}"/>`;
}

export const text = (kind: string, x: number, y: number, words: string): string =>
  `<text class="${kind}" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${words}</text>`;

export const across = (left: number, right: number, y: number): string =>
  `<path class="grid" d="M${left.toFixed(1)} ${y.toFixed(1)}H${right.toFixed(1)}"/>`;

/** What the colours mean. */
export const legendOf = (names: readonly string[], y: number): string =>
  names
    .map((name, index) => {
      const x = index * 160;
      return `${rect(`fill${index}`, x, y - 9, 10, 10)}${text('key', x + 16, y, name)}`;
    })
    .join('');
