import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Mutant } from './mutants/mutant';

/** Beside the packages, which what lies there finds. */
const FOLDER = 'node_modules/.cache/simulation';

export interface Bundle {
  /** To be loaded before anything else: from then on time is virtual. */
  readonly install: string;
  readonly worker: string;
  remove(): void;
}

let bundles = 0;

/**
 * Writes the simulation, with all that it needs of the product, as plain JavaScript: what loads TypeScript piece by piece
 * names every function as it is made, which takes a tenth of the time.
 * @param mutant changes the product
 */
export async function bundleSimulation(mutant?: Mutant): Promise<Bundle> {
  bundles += 1;
  const folder = resolve(FOLDER, `${process.pid}-${bundles}`);
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: { install: 'simulation/world/install-time.ts', worker: 'simulation/worker.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
    plugins: mutant === undefined ? [] : [changing(mutant)],
  });
  for (const path of readdirSync('lib/server', { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.lua')) copyLua(join('lib/server', path), folder, mutant);
  }
  return {
    install: join(folder, 'install.mjs'),
    worker: join(folder, 'worker.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The stores load it from beside the file that they are in. */
function copyLua(path: string, folder: string, mutant: Mutant | undefined): void {
  const text = readFileSync(path, 'utf8');
  writeFileSync(join(folder, basename(path)), path === mutant?.file ? changed(text, mutant) : text);
}

const changing = (mutant: Mutant): Plugin => ({
  name: 'mutant',
  setup: ({ onLoad }) => {
    const path = resolve(mutant.file);
    onLoad({ filter: /\.ts$/ }, (loaded) =>
      loaded.path === path
        ? { contents: changed(readFileSync(path, 'utf8'), mutant), loader: 'ts' as const }
        : undefined,
    );
  },
});

function changed(text: string, { file, find, replace }: Mutant): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`What is to be changed in ${file} does not stand there once.`);
  return parts.join(replace);
}
