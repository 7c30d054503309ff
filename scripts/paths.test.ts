import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const NAMED =
  /\b(?:app|bench|components|deploy|docs|drill|e2e|lib|scripts)\/[\w./[\]-]+\.(?:tsx?|mjs|lua|md|conf|cfg|service)\b/g;

/** A decision names what existed when it was made; tests of fences name files that never existed. */
const LEFT_OUT = /^docs\/decisions\/|^scripts\/(?:fences|house\/house|paths)\.test\.ts$/;

/** Moving a file includes updating what names it: documents, comments, and programs that start another. */
it('every path that a file of ours names exists', () => {
  const args = ['ls-files', '-co', '--exclude-standard', '--deduplicate'];
  const files = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n');
  const looked = files.filter((path) => /\.(?:tsx?|mjs|md|grit|lua)$/.test(path) && !LEFT_OUT.test(path));
  const missing = looked
    .filter((path) => existsSync(join(ROOT, path)))
    .flatMap((path) => {
      const named = readFileSync(join(ROOT, path), 'utf8').match(NAMED) ?? [];
      return named.filter((other) => !existsSync(join(ROOT, other))).map((other) => `${path} names ${other}`);
    });
  expect(looked.length).toBeGreaterThan(500);
  expect(missing).toEqual([]);
});
