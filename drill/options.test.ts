import { expect, it } from 'vitest';
import { readOptions } from './options';

it('holds the whole drill with Concord unless told otherwise', () => {
  expect(readOptions([])).toEqual({
    isQuick: false,
    isBaseline: false,
    isHelp: false,
    only: [''],
    report: null,
  });
  expect(readOptions(['--quick', '--baseline', '--only', 'node,gap', '--report', 'drill.html'])).toEqual({
    isQuick: true,
    isBaseline: true,
    isHelp: false,
    only: ['node', 'gap'],
    report: 'drill.html',
  });
});

it('says what is wrong with an option', () => {
  expect(() => readOptions(['--fast'])).toThrow("Unknown option '--fast'");
  expect(() => readOptions(['--report'])).toThrow('argument missing');
  expect(() => readOptions(['--report', 'drill.txt'])).toThrow('takes the name of an .html file');
});
