import { expect, it } from 'vitest';
import { readOptions } from './options';

it('hold the whole drill with Concord by default', () => {
  expect(readOptions([])).toEqual({
    isQuick: false,
    isBaseline: false,
    isAbuse: false,
    memoryMax: 256 * 1024 * 1024,
    isHelp: false,
    only: [''],
    report: null,
  });
  expect(
    readOptions(['--quick', '--baseline', '--only', 'node,gap', '--report', 'drill.html']),
  ).toMatchObject({
    isQuick: true,
    isBaseline: true,
    isHelp: false,
    only: ['node', 'gap'],
    report: 'drill.html',
  });
});

it('can replace faults by attackers', () => {
  const options = { isAbuse: true, memoryMax: 64 * 1024 * 1024 };
  expect(readOptions(['--abuse', '--memory', '64'])).toMatchObject(options);
});

it('are refused with what is wrong', () => {
  expect(() => readOptions(['--fast'])).toThrow("Unknown option '--fast'");
  expect(() => readOptions(['--report'])).toThrow('argument missing');
  expect(() => readOptions(['--abuse', '--memory', 'much'])).toThrow(
    'takes a number of megabytes, not "much"',
  );
  expect(() => readOptions(['--memory', '64'])).toThrow('it goes with --abuse');
  expect(() => readOptions(['--report', 'drill.txt'])).toThrow('takes the name of an .html or .md file');
});
