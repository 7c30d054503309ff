export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where it writes what it counted, if it runs tests. */
  readonly report?: string;
}

const npx = (...args: string[]): Pick<Step, 'command' | 'args'> => ({ command: 'npx', args });

function vitest(name: string, ...projects: readonly string[]): Step {
  const report = `reports/${projects.join('-')}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const chosen = projects.flatMap((project) => ['--project', project]);
  return { name, ...npx('vitest', 'run', ...chosen, ...reporters), report };
}

/** Uses the processor when the steps beside it do not. */
const givingWay = ({ command, args, ...step }: Step): Step => ({
  ...step,
  command: 'nice',
  args: ['-n', '5', command, ...args],
});

const drill = (...args: string[]) => npx('tsx', 'drill/drill.ts', '--quick', ...args);

/** What `npm test` does, cheapest first. The steps of one line run side by side, and the next line begins after all of them. */
export const STEPS: readonly (readonly Step[])[] = [
  [
    { name: 'format and lint', ...npx('biome', 'ci', '--error-on-warnings', '.') },
    // Next has to write the types of its pages before tsc can see them.
    { name: 'types of pages', ...npx('next', 'typegen') },
  ],
  [
    // To install them is to wait for the network.
    { name: 'tools', ...npx('tsx', 'scripts/ensure-tools.ts') },
    // It leaves what it knows where the build looks for it, and need not find out again.
    { name: 'types', ...npx('tsc', '--noEmit', '--tsBuildInfoFile', '.next/cache/.tsbuildinfo') },
    // Everything that failed once, and worlds that are the same each time: a new seed that fails is found by hand.
    {
      name: 'simulation',
      ...npx('tsx', 'simulation/simulate.ts', '--kept', '--seed', '1', '--count', '100'),
    },
  ],
  [vitest('unit tests', 'unit')],
  [{ name: 'build', command: 'npm', args: ['run', 'build'] }],
  [
    // In one run: where one project has few files left and waits, those of another continue.
    givingWay(vitest('server tests', 'contract', 'server', 'deploy')),
    // It measures how long people wait, and mostly waits itself.
    { name: 'drill', ...drill() },
  ],
  [{ name: 'browser tests', ...npx('playwright', 'test'), report: 'reports/e2e.json' }],
  [
    // A drill that finds nothing anywhere would prove nothing.
    { name: 'drill that fails', ...drill('--baseline') },
    // For what is lost, let through or held in memory: times are printed, but not judged.
    { name: 'drill under attack', ...drill('--abuse') },
    // For what is lost, doubled or out of order: times mean nothing if something else runs beside it.
    { name: 'bench', ...npx('tsx', 'bench/bench.ts', '--quick') },
  ],
];
