import { parseArgs } from 'node:util';

export interface DrillOptions {
  readonly isQuick: boolean;
  readonly isBaseline: boolean;
  /** Whether attackers replace faults. */
  readonly isAbuse: boolean;
  /** How much more memory a node may use under attack than before, in bytes. */
  readonly memoryMax: number;
  readonly isHelp: boolean;
  /** Only the faults whose names contain one of these. */
  readonly only: readonly string[];
  /** Where to write the report. */
  readonly report: string | null;
}

/** As much as a node's whole heap may have in that drill, including garbage and buffers beside the heap. */
const MEMORY_MAX_MB = 256;

export const USAGE = `npm run drill -- [options]

  --quick             fewer people and faults, in about 3 minutes
  --baseline          plain Socket.IO instead of Concord, with both of its Redis adapters
  --abuse             attackers instead of faults, beside 50 people; with --baseline at nodes without limits
  --memory MB         the most that a node may take more under attack than before: ${MEMORY_MAX_MB} unless told otherwise
  --only TEXT,TEXT    only faults, or attacks, whose names contain one of these
  --report FILE.html  also write the tables, and a picture of the deliveries; FILE.md the tables only
`;

/** @throws Error with a sentence for the person who typed it */
export function readOptions(args: readonly string[]): DrillOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      baseline: { type: 'boolean', default: false },
      abuse: { type: 'boolean', default: false },
      memory: { type: 'string' },
      only: { type: 'string', default: '' },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, baseline, abuse, memory, help, only, report = null } = values;
  if (report !== null && !/\.(html|md)$/.test(report)) {
    throw new Error(`--report takes the name of an .html or .md file, not "${report}".`);
  }
  if (memory !== undefined && !abuse) throw new Error('--memory is about attackers: it goes with --abuse.');
  return {
    isQuick: quick,
    isBaseline: baseline,
    isAbuse: abuse,
    memoryMax: readMegabytes(memory ?? String(MEMORY_MAX_MB)),
    isHelp: help,
    only: only.split(','),
    report,
  };
}

function readMegabytes(typed: string): number {
  if (!/^[1-9]\d{0,5}$/.test(typed)) throw new Error(`--memory takes a number of megabytes, not "${typed}".`);
  return Number(typed) * 1024 * 1024;
}
