import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FOLDER_MAX_FILES } from './house';
import { circlesIn, importsOf } from './imports';
import { offencesIn } from './offences';

const ROOT = join(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--deduplicate'], {
  cwd: ROOT,
  encoding: 'utf8',
}).split('\n');
const sources = tracked.filter((path) => /\.tsx?$/.test(path));
const tree = importsOf(new Map(sources.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])));

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
});
