import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

const project = (name: string, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude: ['node_modules/**', ...exclude] },
});

/** With a database: the contract of each port, for each of its stores. */
const CONTRACT = ['lib/server/**/*.{redis,sqlite,memory}.test.ts', 'simulation/**/*.redis.test.ts'];
const SERVER = 'lib/server/**/*.server.test.ts';

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    setupFiles: ['./scripts/fail-on-surprises.ts'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    // To load what a file imports anew for each file takes twice the processor time of all tests.
    isolate: false,
    // Most of a test's time is waiting for a timer of Redis or of a node.
    maxWorkers: 5,
    projects: [
      project(
        'unit',
        [
          'lib/**/*.test.ts',
          'scripts/**/*.test.ts',
          'drill/**/*.test.ts',
          'bench/**/*.test.ts',
          'simulation/**/*.test.ts',
        ],
        [...CONTRACT, SERVER],
      ),
      project('contract', CONTRACT, [SERVER]),
      project('server', [SERVER]),
      project('deploy', ['deploy/**/*.test.ts']),
    ],
  },
});
