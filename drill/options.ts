import { parseArgs } from 'node:util';

export interface DrillOptions {
  readonly isQuick: boolean;
  readonly isBaseline: boolean;
  readonly isHelp: boolean;
  /** Only the faults whose names contain one of these. */
  readonly only: readonly string[];
  /** Where to write the report. */
  readonly report: string | null;
}

export const USAGE = `npm run drill -- [options]

  --quick             fewer people and faults, in about 3 minutes
  --baseline          plain Socket.IO instead of Concord, with both of its Redis adapters
  --only TEXT,TEXT    only faults whose names contain one of these
  --report FILE.html  also write the tables, and a picture of the deliveries
`;

/** @throws Error with a sentence for who typed it. */
export function readOptions(args: readonly string[]): DrillOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      baseline: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, baseline, help, only, report = null } = values;
  if (report !== null && !report.endsWith('.html')) {
    throw new Error(`--report takes the name of an .html file, not "${report}".`);
  }
  return { isQuick: quick, isBaseline: baseline, isHelp: help, only: only.split(','), report };
}
