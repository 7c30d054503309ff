import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { takenOn } from '@/scripts/report/machine';
import { STYLE } from '@/scripts/report/style';
import type { PartResult } from '../part';
import type { Picture } from './picture';
import type { Table } from './table';

/** Writes tables and pictures as one self-contained page, and the pictures beside it. Returns the files. */
export async function writeReport(file: string, results: readonly PartResult[]): Promise<string[]> {
  const pictures = results.flatMap((result) => result.pictures ?? []);
  const named = pictures.map((picture, index) => {
    const place = index === 0 ? '' : `-${index + 1}`;
    return [file.replace(/\.html$/, `${place}.svg`), picture.svg] as const;
  });
  const files = [[file, pageOf(results)] as const, ...named];
  // Early enough that an error loses nothing that took minutes to measure.
  await mkdir(dirname(file), { recursive: true });
  for (const [path, content] of files) await writeFile(path, content);
  return files.map(([path]) => path);
}

const pageOf = (results: readonly PartResult[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Concord: bench</title>
<style>${STYLE}</style>
<main>
<h1>Bench</h1>
<p>${takenOn()}</p>
${results.map(sectionOf).join('\n')}
</main>
</html>
`;

const sectionOf = ({ tables, pictures = [] }: PartResult): string =>
  `<section>${pictures.map(drawingOf).join('')}${tables.map(htmlOf).join('')}</section>`;

const drawingOf = ({ title, svg }: Picture): string => `<h2>${title}</h2><div class="wide">${svg}</div>`;

function htmlOf({ title, headings, rows }: Table): string {
  const heading = headings.map((name) => `<th scope="col">${name}</th>`).join('');
  const lines = rows.map(([name, ...figures]) => {
    const cells = figures.map((figure) => `<td>${figure}</td>`).join('');
    return `<tr><th scope="row">${name}</th>${cells}</tr>`;
  });
  return `<h2>${title}</h2>
<div class="wide"><table><thead><tr>${heading}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
}
