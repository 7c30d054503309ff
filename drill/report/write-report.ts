import { writeFile } from 'node:fs/promises';
import { takenOn } from '@/scripts/report/machine';
import { STYLE } from '@/scripts/report/style';
import type { DrillResult } from '../hold-drill';
import { cellsOf, headingsOf, isKept } from '../table';
import { markdownOf } from './markdown';
import { pictureOf } from './picture';

/** Writes the tables, and for a page also pictures; the page needs nothing else. */
export async function writeReport(file: string, results: readonly DrillResult[]): Promise<void> {
  await writeFile(file, file.endsWith('.md') ? markdownOf(results) : pageOf(results));
}

function pageOf(results: readonly DrillResult[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Concord: drill</title>
<style>${STYLE}</style>
<main>
<h1>Drill</h1>
<p>${takenOn()}</p>
${results.map(sectionOf).join('\n')}
${LEGEND}
</main>
</html>
`;
}

function sectionOf(result: DrillResult): string {
  const heading = headingsOf(result.outcomes)
    .map((title) => `<th scope="col">${title}</th>`)
    .join('');
  const rows = result.outcomes.map((outcome, index) => {
    const [name, ...figures] = cellsOf(outcome);
    const cells = figures.map((figure) => `<td>${figure}</td>`).join('');
    const mark = isKept(outcome) ? '✓' : '✗';
    return `<tr class="${isKept(outcome) ? 'kept' : 'broken'}"><th scope="row">${index + 1}. ${name} ${mark}</th>${cells}</tr>`;
  });
  const stories = result.outcomes.map(({ fault }) => `<dt>${fault.name}</dt><dd>${fault.story}</dd>`);
  return `<section>
<h2>${result.system.name}</h2>
<div class="wide">${pictureOf(result)}</div>
<div class="wide"><table><thead><tr>${heading}</tr></thead><tbody>${rows.join('')}</tbody></table></div>
<details><summary>What was done</summary><dl>${stories.join('')}</dl></details>
</section>`;
}

const LEGEND = `<section><h2>How to read it</h2><dl>
<dt>said, acknowledged</dt><dd>Messages that people sent, and those of them that the system promised are in the room.</dd>
<dt>lost</dt><dd>Acknowledged messages that somebody does not show at the end.</dd>
<dt>doubled</dt><dd>Messages that somebody shows more than once.</dd>
<dt>out of order</dt><dd>Messages that somebody shows at another place than the rest, or that stand before one that their
author had seen when they were said.</dd>
<dt>differ</dt><dd>People who at the end show something else than a page that is opened then; where there is no history,
something else than whoever shows most.</dd>
<dt>longest gap</dt><dd>The longest that anybody was shown nothing new while everybody was talking.</dd>
<dt>saw it</dt><dd>People whose page said for a moment that it was not connected, or that messages wait.</dd>
<dt>connects/s</dt><dd>Most connections that were made within one second.</dd>
<dt>99% shown within, slowest ping</dt><dd>Under attack, to what it was in the quiet before and after.</dd>
<dt>memory</dt><dd>The most that a node had more than before the first attack.</dd>
<dt>let through</dt><dd>Of what an attack tried. So much is within the limits of a node.</dd>
</dl></section>`;
