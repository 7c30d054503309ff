import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = ['app', 'components', 'lib', 'public', 'server.ts', 'package.json', 'package-lock.json'];
const SETTINGS = ['next.config.mjs', 'postcss.config.mjs', 'tailwind.config.ts', 'tsconfig.json'];
const RESULTS = ['dist/server.js', '.next/BUILD_ID'];

/** Builds the product if it was never built, or a source has changed since. Throws if that fails. */
export function ensureBuild(tell: (line: string) => void): void {
  const built = Math.min(...RESULTS.map((path) => changedAt(join(ROOT, path))));
  const changed = Math.max(...[...SOURCES, ...SETTINGS].map((path) => changedAt(join(ROOT, path))));
  if (built > changed) return;
  tell(built === 0 ? 'Building (first time) …' : 'Building (sources changed) …');
  const { status, stdout } = spawnSync('npm', ['run', 'build'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The build failed.\n${stdout}`);
}

/** Returns when the file, or anything in the folder, last changed; 0 if there is nothing. Tests are not built. */
function changedAt(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats || path.endsWith('.test.ts')) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}
