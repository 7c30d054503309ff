import { expect, it } from 'vitest';
import { driftTable, medianOf } from './drift';

const format = (value: number) => `${value} MiB`;

it('compares the last quarter with the second, and leaves out the first and the gaps', () => {
  const lines = { 'node 1': [900, 900, 100, 100, 5, 5, 120, null], 'node 2': [null, null, null, null] };
  expect(driftTable('Soak', [{ title: 'Memory', lines, format }]).rows).toEqual([
    ['Memory, node 1', '100 MiB', '120 MiB', '+20.0 %'],
    ['Memory, node 2', '–', '–', '–'],
  ]);
});

it('takes the median', () => {
  expect([medianOf([3, 1, 2]), medianOf([])]).toEqual([2, null]);
});
