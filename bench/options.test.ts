import { describe, expect, it } from 'vitest';
import { readOptions } from './options';

describe('the options of the bench', () => {
  it('measure everything by default', () => {
    expect(readOptions([])).toEqual({ isQuick: false, isHelp: false, only: '', soakMs: null, report: null });
  });

  it('are all accepted', () => {
    const typed = ['--quick', '--only', 'del', '--report', 'bench.html'];
    expect(readOptions(typed)).toMatchObject({ isQuick: true, only: 'del', report: 'bench.html' });
  });

  it.each([
    ['90s', 90_000],
    ['20m', 1_200_000],
    ['2h', 7_200_000],
  ])('soaks for %s', (typed, soakMs) => {
    expect(readOptions(['--soak', typed]).soakMs).toBe(soakMs);
  });

  it.each(['20', '5s', 'm', '-3m', '1.5h'])('refuse to soak for "%s", and say what is accepted', (typed) => {
    expect(() => readOptions([`--soak=${typed}`])).toThrow('as 90s, 20m or 2h');
  });

  it('refuse a soak beside anything else', () => {
    expect(() => readOptions(['--soak', '20m', '--quick'])).toThrow('stands alone');
    expect(() => readOptions(['--soak', '20m', '--only', 'idle'])).toThrow('stands alone');
  });

  it('refuse a part that does not exist, and list those that do', () => {
    expect(() => readOptions(['--only', 'speed'])).toThrow('There are delivery, idle');
  });

  it('refuse a report of another type', () => {
    expect(() => readOptions(['--report', 'bench.pdf'])).toThrow('takes the name of an .html file');
  });

  it('refuse unknown options', () => {
    expect(() => readOptions(['--fast'])).toThrow('--fast');
  });
});
