/** Follows the reader's light or dark theme, and can be printed. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c1e21, #e6e6e6); --soft: light-dark(#65686c, #a0a3a8);
  --line: light-dark(#e1e3e6, #3a3c40); --bar: light-dark(#2f6fde, #6ea0ff); --fault: light-dark(#f3c2bd, #6b2f2a);
  --bad: light-dark(#b3261e, #ff8a80); --page: light-dark(#fff, #18191b); }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { margin: 0; font-size: 28px; } h2 { margin: 40px 0 12px; font-size: 19px; } p { color: var(--soft); margin: 4px 0; }
.wide { overflow-x: auto; } svg { display: block; width: 100%; min-width: 760px; }
.bar { fill: var(--bar); } .fault { fill: var(--fault); } .grid { stroke: var(--line); fill: none; }
text { font: 12px system-ui, sans-serif; fill: var(--soft); } .scale { text-anchor: end; } .name { fill: var(--ink); }
table { border-collapse: collapse; width: 100%; margin-top: 16px; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child { text-align: left; } thead th { color: var(--soft); font-weight: 500; } tbody th { font-weight: 500; }
.broken th, .broken td { color: var(--bad); } details { margin-top: 12px; } summary { cursor: pointer; color: var(--soft); }
dt { font-weight: 600; margin-top: 8px; } dd { margin: 0; color: var(--soft); }
`;
