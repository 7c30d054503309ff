export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where it writes what it counted, if it runs tests. */
  readonly report?: string;
}

const npx = (...args: string[]): Pick<Step, 'command' | 'args'> => ({ command: 'npx', args });

function vitest(project: string): Step {
  const report = `reports/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name: `${project} tests`, ...npx('vitest', 'run', '--project', project, ...reporters), report };
}

/** What `npm test` does after the tools are there, cheapest first. */
export const STEPS: readonly Step[] = [
  { name: 'format and lint', ...npx('biome', 'ci', '--error-on-warnings', '.') },
  // Next writes the types of its pages before tsc can see them.
  { name: 'types of pages', ...npx('next', 'typegen') },
  { name: 'types', ...npx('tsc', '--noEmit') },
  vitest('unit'),
  vitest('contract'),
  vitest('server'),
  { name: 'build', command: 'npm', args: ['run', 'build'] },
  vitest('deploy'),
  { name: 'browser tests', ...npx('playwright', 'test'), report: 'reports/e2e.json' },
  { name: 'drill', ...npx('tsx', 'drill/drill.ts', '--quick') },
  // A drill that finds nothing anywhere would prove nothing.
  { name: 'drill that fails', ...npx('tsx', 'drill/drill.ts', '--quick', '--baseline') },
  // For what is lost, doubled or out of order: times say nothing where something else runs besides.
  { name: 'bench', ...npx('tsx', 'bench/bench.ts', '--quick') },
];
