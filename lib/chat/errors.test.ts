import { describe, expect, it } from 'vitest';
import { errorReportIn, reportOf } from './errors';

describe('a failure in an answer', () => {
  it('is read as it was reported', () => {
    const details = { id: 'x', freeNames: ['Ada 2'], retryAfterMs: 0, until: 5 };
    const report = JSON.parse(JSON.stringify(reportOf('rate_limited', details)));
    expect(errorReportIn(report)).toEqual(report);
    expect(errorReportIn({ ...report, more: 'of a newer server' })).toEqual(report);
  });

  it('reads as internal where its code is of a newer server, or of every object', () => {
    for (const code of ['of_a_newer_server', 'constructor', 7, undefined])
      expect(errorReportIn({ ...reportOf('banned'), code })?.code).toBe('internal');
  });

  it('loses a detail that is not what it should be', () => {
    const details = { id: 1, freeNames: ['Ada 2', 3], retryAfterMs: -1, until: 'tomorrow' };
    expect(errorReportIn({ ...reportOf('banned'), ...details })).toEqual(reportOf('banned'));
  });

  it('is none where it has no sentence, or does not say whether to try again', () => {
    const { message, retryable } = reportOf('banned');
    for (const answered of [undefined, null, 'banned', 7, [], {}, { code: 'banned', message }, { retryable }])
      expect(errorReportIn(answered)).toBeNull();
  });
});
