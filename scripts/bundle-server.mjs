import { cp, rm } from 'node:fs/promises';
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
// The stores load `new URL('./lua/NAME.lua', import.meta.url)`, which in the bundle lies beside server.js.
await cp('lib/server/stores/lua', 'dist/lua', { recursive: true });
