import { parseArgs } from 'node:util';

export interface SimulateOptions {
  readonly isHelp: boolean;
  /** For how long seeds are tried. */
  readonly minutes: number;
  /** The first; `null` for one that nobody has seen. */
  readonly seed: number | null;
  /** How many; `null` for as many as there is time. */
  readonly count: number | null;
  /** What to write down of each: nothing, each word, or a drawing. */
  readonly writes: 'nothing' | 'trace' | 'diagram';
  /** Are seeds that fail made small? */
  readonly isShrunk: boolean;
  /** Are the plans lived through first that failed once? */
  readonly areKeptFirst: boolean;
  readonly processes: number | null;
  /** Are faults that were put into the product on purpose looked for, and not those that are there? */
  readonly isOfMutants: boolean;
  /** Only those whose names or files contain this. */
  readonly only: string;
}

export const USAGE = `npm run simulate -- [options]

  --minutes N    try new seeds for so long (1; for each mutant 2)
  --count N      try so many, whatever that takes
  --seed N       this one; with --count those from there on
  --trace        write down all that happens
  --diagram      draw it
  --kept         first the plans in simulation/kept, which failed once
  --shrink       make those that fail small, and draw them
  --processes N  at once (one a core)
  --mutants      put faults into the product, one at a time, and look for each
  --only TEXT    only mutants whose names or files contain TEXT
`;

/** @throws Error with a sentence for who typed it. */
export function readOptions(args: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string' },
      count: { type: 'string' },
      seed: { type: 'string' },
      trace: { type: 'boolean', default: false },
      diagram: { type: 'boolean', default: false },
      kept: { type: 'boolean', default: false },
      shrink: { type: 'boolean', default: false },
      processes: { type: 'string' },
      mutants: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { trace, diagram } = values;
  const isOne = values.seed !== undefined && values.minutes === undefined;
  const count = numberIn('--count', values.count) ?? (isOne ? 1 : null);
  return {
    isHelp: values.help,
    minutes: numberIn('--minutes', values.minutes) ?? (values.mutants ? 2 : 1),
    seed: numberIn('--seed', values.seed),
    count,
    writes: trace ? 'trace' : diagram ? 'diagram' : 'nothing',
    isShrunk: values.shrink,
    areKeptFirst: values.kept,
    isOfMutants: values.mutants,
    only: values.only,
    processes: count === 1 ? 1 : numberIn('--processes', values.processes),
  };
}

function numberIn(option: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0)
    throw new Error(`${option} takes a number, and not "${value}".`);
  return number;
}
