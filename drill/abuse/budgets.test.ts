import { expect, it } from 'vitest';
import { beyondBudget } from './budgets';

it('finds what a node holds beyond its budget', () => {
  expect(beyondBudget('ok\n')).toEqual([]);
  expect(beyondBudget('ok\nrooms 64 of 64 bytes, queues 0 of 32 bytes\n')).toEqual([]);
  expect(beyondBudget('ok\nrooms 65 of 64 bytes, queues 33 of 32 bytes\n')).toEqual([
    'rooms 65 of 64 bytes',
    'queues 33 of 32 bytes',
  ]);
});
