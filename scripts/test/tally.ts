import { readFileSync } from 'node:fs';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0 };

export const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
});

export const closingLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** What the JSON report of Vitest or Playwright counts. A test that passed only on a second try counts as failed. */
export function tallyOf(report: VitestReport | PlaywrightReport): Tally {
  if ('stats' in report) {
    return { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky };
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

/** The tally of the report at `path`; empty if a run broke off before it wrote one. */
export function readTally(path: string): Tally {
  try {
    return tallyOf(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return NOTHING;
  }
}
