import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionsIn } from './functions';
import { FILE_MAX_LINES, FOLDER_MAX_FILES, FUNCTION_MAX_LINES } from './house';
import { circlesIn, importsOf } from './imports';
import { offencesIn } from './offences';

const ROOT = join(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--deduplicate'], {
  cwd: ROOT,
  encoding: 'utf8',
}).split('\n');
const sources = tracked.filter((path) => /\.tsx?$/.test(path));
const texts = new Map(sources.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
const tree = importsOf(texts);
/** Files too long for what they are: tests are not bound. */
const longerThan = (lines: number) =>
  [...texts].filter(([path, text]) => !TEST.test(path) && linesIn(text) > lines);
const linesIn = (text: string) => text.trimEnd().split('\n').length;
const TEST = /\.(?:test|contract|spec)\.tsx?$/;

const files = (texts: Readonly<Record<string, string>>) => importsOf(new Map(Object.entries(texts)));

/** A file, what it imports, and whether it may. */
const CASES: readonly [path: string, target: string, mayIt: boolean][] = [
  ['lib/server/feeds/a.ts', 'lib/server/log/b.ts', true],
  ['lib/server/feeds/a.ts', 'lib/server/feeds/deeper/b.ts', true],
  ['lib/server/log/a.ts', 'lib/server/feeds/b.ts', false],
  ['lib/server/log/a.test.ts', 'lib/server/feeds/b.ts', true],
  ['lib/server/config/a.ts', 'lib/server/b.ts', false],
  ['lib/server/attic/a.ts', 'lib/server/config/b.ts', false],
  ['lib/server/log/a.ts', 'lib/server/testing/b.ts', false],
  ['lib/server/log/a.ts', 'lib/client/wire/b.ts', false],
  ['lib/server/log/a.test.ts', 'lib/client/wire/b.ts', true],
  ['lib/client/wire/a.ts', 'lib/client/room/b.ts', false],
  ['lib/client/room/a.ts', 'lib/client/wire/b.ts', true],
  ['lib/client/room/a.ts', 'components/ui/b.tsx', false],
  ['components/ui/a.tsx', 'components/messages/b.tsx', false],
  ['components/messages/a.tsx', 'lib/client/state/b.ts', true],
  ['components/messages/a.tsx', 'lib/server/log/b.ts', false],
  ['app/page.tsx', 'lib/server/log/b.ts', false],
  ['app/page.tsx', 'components/room/b.tsx', true],
  ['lib/chat/a.ts', 'lib/client/wire/b.ts', false],
  ['server.ts', 'lib/server/config/b.ts', true],
  ['server.ts', 'lib/client/wire/b.ts', false],
  ['drill/a.ts', 'lib/server/log/b.ts', true],
  ['simulation/world/a.ts', 'lib/server/log/b.ts', true],
  ['simulation/world/a.ts', 'components/ui/b.tsx', false],
  ['lib/server/log/a.ts', 'simulation/store/b.ts', false],
  ['server.ts', 'simulation/store/b.ts', false],
];

describe('the house', () => {
  it.each(CASES)('%s imports %s: %s', (path, target, mayIt) => {
    const found = offencesIn(files({ [path]: `import '@/${target}';`, [target]: '' }));
    expect(found).toHaveLength(mayIt ? 0 : 1);
  });

  it('finds circles of imports, types included, and through other files', () => {
    const imports = files({
      'lib/a.ts': "import type { B } from './b';",
      'lib/b.ts': "export { c } from '@/lib/c';",
      'lib/c.ts': "const a = await import('./a');",
      'lib/d.ts': "import './a';",
    });
    expect(circlesIn(imports).map((circle) => [...circle].sort())).toEqual([
      ['lib/a.ts', 'lib/b.ts', 'lib/c.ts'],
    ]);
  });

  it('has only imports that go down', () => {
    expect(offencesIn(tree)).toEqual([]);
  });

  it('has no circles of imports', () => {
    expect(circlesIn(tree)).toEqual([]);
  });

  it(`has no folder of more than ${FOLDER_MAX_FILES} files`, () => {
    const counts = new Map<string, number>();
    for (const path of tracked) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    const full = [...counts].filter(([folder, count]) => folder !== '.' && count > FOLDER_MAX_FILES);
    expect(full).toEqual([]);
  });

  it(`has no file of more than ${FILE_MAX_LINES} lines`, () => {
    expect(longerThan(FILE_MAX_LINES).map(([path]) => path)).toEqual([]);
  });

  it('counts the lines of a function, of whichever kind, from its first to its last', () => {
    const text = [
      'export class Room {',
      '  enter(',
      '    id: string,',
      '  ) {',
      '    // A comment',
      '',
      '    const then = () => [',
      '      <b>{id}</b>,',
      '    ];',
      '    return then;',
      '  }',
      '}',
    ].join('\n');
    expect(functionsIn('room.tsx', text)).toEqual([
      { at: 'room.tsx:2', lines: 10 },
      { at: 'room.tsx:7', lines: 3 },
    ]);
  });

  it(`has no function of more than ${FUNCTION_MAX_LINES} lines`, () => {
    const functions = longerThan(FUNCTION_MAX_LINES).flatMap(([path, text]) => functionsIn(path, text));
    expect(functions.filter(({ lines }) => lines > FUNCTION_MAX_LINES)).toEqual([]);
  });
});
