import { describe, expect, it } from 'vitest';
import { add, closingLine, NOTHING, readTally, tallyOf } from './tally';

describe('the tally of a test run', () => {
  it('counts what Vitest reports', () => {
    expect(tallyOf({ numPassedTests: 12, numFailedTests: 1 })).toEqual({ passed: 12, failed: 1 });
  });

  it('counts a Playwright test that needed a second try as failed', () => {
    expect(tallyOf({ stats: { expected: 7, unexpected: 1, flaky: 2 } })).toEqual({ passed: 7, failed: 3 });
  });

  it('is empty if there is no report', () => {
    expect(readTally('/nowhere/report.json')).toEqual(NOTHING);
  });

  it('closes with one line', () => {
    expect(closingLine(add({ passed: 40, failed: 0 }, { passed: 2, failed: 1 }))).toBe('42 passed, 1 failed');
  });
});
