import { parseArgs } from 'node:util';

const PART_NAMES = ['delivery', 'idle', 'recovery', 'append', 'resume', 'presence', 'page', 'texts'] as const;

export interface BenchOptions {
  readonly isQuick: boolean;
  readonly isHelp: boolean;
  /** Only the parts whose names contain this. */
  readonly only: string;
  /** How long a soak runs instead of all parts; `null` for none. */
  readonly soakMs: number | null;
  /** Where to write the report. */
  readonly report: string | null;
}

export const USAGE = `npm run bench -- [options]

  --quick             fewer people and parts, under 2 minutes: what is lost, doubled and out of order counts, times do not
  --soak TIME         instead of all parts: one load for TIME (90s, 20m, 2h), to see whether anything grows
  --only TEXT         only parts whose names contain TEXT: ${PART_NAMES.join(', ')}
  --report FILE.html  also write the tables and pictures
`;

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** A curve with fewer samples shows nothing. */
const SOAK_MIN_MS = 10_000;

/** @throws Error with a sentence for the person who typed it */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      soak: { type: 'string' },
      only: { type: 'string', default: '' },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { quick, help, only, soak, report = null } = values;
  if (report !== null && !report.endsWith('.html')) {
    throw new Error(`--report takes the name of an .html file, not "${report}".`);
  }
  if (!PART_NAMES.some((name) => name.includes(only))) {
    throw new Error(`No part's name contains "${only}". There are ${PART_NAMES.join(', ')}.`);
  }
  if (soak !== undefined && (quick || only !== '')) {
    throw new Error('--soak stands alone: it replaces all parts.');
  }
  const soakMs = soak === undefined ? null : readTime(soak);
  return { isQuick: quick, isHelp: help, only, soakMs, report };
}

function readTime(typed: string): number {
  const [, count, unit] = /^(\d{1,6})([smh])$/.exec(typed) ?? [];
  const ms = Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  if (ms >= SOAK_MIN_MS) return ms;
  throw new Error(
    `--soak takes a time of at least ${SOAK_MIN_MS / 1_000} s, as 90s, 20m or 2h, not "${typed}".`,
  );
}
