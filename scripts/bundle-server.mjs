import { copyFile, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['server.ts'],
  outfile: 'dist/server.js',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
});
// The stores load `new URL('./NAME.lua', import.meta.url)`, which is beside server.js in the bundle.
for (const path of await readdir('lib/server', { recursive: true })) {
  if (path.endsWith('.lua')) await copyFile(join('lib/server', path), join('dist', basename(path)));
}
