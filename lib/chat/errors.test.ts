import { describe, expect, it } from 'vitest';
import { errorReportIn, reportOf } from './errors';

describe('a failure in an answer', () => {
  it('is read as it was reported', () => {
    const details = { id: 'x', freeNames: ['Ada 2'], retryAfterMs: 0, until: 5 };
    const report = JSON.parse(JSON.stringify(reportOf('rate_limited', details)));
    expect(errorReportIn(report)).toEqual(report);
    expect(errorReportIn({ ...report, more: 'of a newer server' })).toEqual(report);
  });

  it('reads as internal if its code is from a newer server, or a property of every object', () => {
    for (const code of ['of_a_newer_server', 'constructor', 7, undefined])
      expect(errorReportIn({ ...reportOf('banned'), code })?.code).toBe('internal');
  });

  it('loses details that are not what they should be', () => {
    const details = { id: 1, freeNames: ['Ada 2', 3], retryAfterMs: -1, until: 'tomorrow' };
    expect(errorReportIn({ ...reportOf('banned'), ...details })).toEqual(reportOf('banned'));
  });

  it('must have a sentence, and say whether to try again', () => {
    const { message, retryable } = reportOf('banned');
    for (const answered of [undefined, null, 'banned', 7, [], {}, { code: 'banned', message }, { retryable }])
      expect(errorReportIn(answered)).toBeNull();
  });
});
